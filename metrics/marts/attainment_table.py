"""`mart.judgement`: the rules of `metrics` applied to `mart.attainment_input`."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from metrics.rules.judgement import judge
from metrics.rules.status import Thresholds

_INPUT = """
select
    measure_type,
    comparator,
    qualifier,
    actual_value,
    target_value,
    target_low,
    target_high,
    baseline_value,
    baseline_on,
    part_missing_count,
    open_reason,
    starts_on,
    due_on,
    period_ends_on,
    actual_ends_on,
    is_older,
    is_year_to_date,
    is_whole,
    worst_year_value,
    is_worst_open,
    interim_value,
    first_half_sum,
    year_sum,
    full_years,
    borrowed_first_half_ratio,
    -- The sign is taken on the decimals: beyond sixteen digits a float cannot tell 700 from 700.000001.
    cast(
        sign(
            case when comparator = 'annual_floor' then worst_year_value else actual_value end
            - case when comparator = 'range' then target_low else target_value end
        ) as double
    ) as distance_sign
from mart.attainment_input
"""

# Both sides stand in the order of the input table, row by row.
_CREATE = """
create table mart.judgement as
select
    input.*,
    mart.weakest([
        input.provenance, input.target_provenance, input.baseline_provenance, input.worst_provenance,
        input.season_provenance
    ]) as judgement_provenance,
    100 * judged.attainment_ratio as attainment_pct,
    judged.attainment_reason,
    100 * judged.plain_ratio as plain_pct,
    judged.start_value,
    judged.plan_value,
    judged.line_value,
    judged.expected_value,
    judged.expected_whole,
    judged.expected_basis,
    judged.elapsed_ratio,
    judged.pace_ratio,
    judged.range_position,
    judged.is_met,
    judged.status,
    judged.status_reason,
    threshold.rule_version
from mart.attainment_input as input
positional join judged
cross join meta.threshold as threshold
"""


def create_judgement(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> None:
    """Creates `mart.judgement`: one row per target × unit × round; a share without meaning is NULL, never NaN."""
    judged = judge(read_frame(connection, _INPUT), thresholds)
    connection.register("judged", arrow_table(judged))
    connection.execute(_CREATE)
    connection.unregister("judged")


def read_frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """The rows of a SELECT: decimals as floats, days as datetime64, words as categories (compared by their codes)."""
    table = connection.sql(sql).to_arrow_table()
    for position, field in enumerate(table.schema):
        column = table.column(position)
        if pa.types.is_decimal(field.type):
            table = table.set_column(position, field.name, column.cast(pa.float64()))
        elif pa.types.is_date(field.type):
            table = table.set_column(position, field.name, column.cast(pa.timestamp("s")))
        elif pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            table = table.set_column(position, field.name, column.dictionary_encode())
    return table.to_pandas()


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """The frame for DuckDB: NaN as NULL, and a column of nothing but None as text, not as a number."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [field.with_type(pa.string()) if pa.types.is_null(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
