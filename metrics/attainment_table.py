"""`mart.attainment`: the rules of `metrics` applied to `mart.attainment_input`."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from metrics.judgement import judge
from metrics.status import Thresholds

_CREATE = """
create table mart.attainment as
select
    input.* exclude (row_id),
    100 * judged.attainment_ratio as attainment_pct,
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
    frame = connection.table("mart.attainment_input").order("row_id").df()
    judged = judge(frame, thresholds)
    judged["row_id"] = frame["row_id"]
    connection.register("judged", pa.Table.from_pandas(judged, preserve_index=False))
    connection.execute(_CREATE)
    connection.unregister("judged")
