"""`mart.attainment`: the rules of `metrics` applied to `mart.attainment_input`."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from metrics.judgement import judge
from metrics.status import Thresholds

# The sign is taken on the decimals themselves: beyond sixteen digits a float cannot tell 700 from 700.000001.
_INPUT = """
select
    *,
    cast(sign(actual_value - case when comparator = 'range' then target_low else target_value end) as double)
        as distance_sign
from mart.attainment_input
order by row_id
"""

_CREATE = """
create table mart.attainment as
select
    input.* exclude (row_id),
    100 * judged.attainment_ratio as attainment_pct,
    judged.attainment_reason,
    100 * judged.plain_ratio as plain_pct,
    judged.expected_value,
    judged.elapsed_ratio,
    judged.pace_ratio,
    judged.range_position,
    judged.is_met,
    judged.status,
    judged.status_reason,
    threshold.rule_version
from mart.attainment_input as input
inner join judged on input.row_id = judged.row_id
cross join meta.threshold as threshold
order by input.row_id
"""


def create_attainment(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> None:
    """Creates `mart.attainment`: one row per target × unit × round; a share without meaning is NULL, never NaN."""
    frame = connection.execute(_INPUT).df()
    judged = judge(frame, thresholds)
    judged["row_id"] = frame["row_id"]
    connection.register("judged", arrow_table(judged))
    connection.execute(_CREATE)
    connection.unregister("judged")


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """The frame for DuckDB: NaN as NULL, and a column of nothing but None as text, not as a number."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [field.with_type(pa.string()) if pa.types.is_null(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
