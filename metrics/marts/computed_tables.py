"""The marts that rules compute: each reads one prepared table and applies pure functions.

What is computed of a judgement is kept narrow, by the `row_id` of `mart.attainment`: a view of the same name without
`_value` joins the keys back (`metrics/sql/views`).

Values leave as NULL where they are missing, never as NaN; reasons as codes that `meta.sentence` puts into words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
import pandas as pd
import pyarrow as pa

from metrics.marts.attainment_table import arrow_table, create_judgement, read_frame
from metrics.marts.centre_tables import centre_tables
from metrics.marts.chain import Compute
from metrics.rules import confidence, rollup
from metrics.rules.status import Thresholds
from metrics.trends import forecast_rows, method_panel, run_rate

_VALUES = "create table {name} as select * from computed"

_CONFIDENCE = """
create table mart.confidence as
select
    input.* exclude (row_id),
    cast(computed.gap as integer) as gap,
    computed.disagreement,
    computed.sort_order,
    sentence.zh as sentence_zh,
    sentence.en as sentence_en
from computed
inner join mart.confidence_input as input on computed.row_id = input.row_id
left join meta.sentence as sentence on 'confidence.' || computed.disagreement = sentence.code
order by computed.sort_order
"""

_ROLLUP = """
create table mart.rollup as
with class as (
    select
        group_kind,
        programme_id,
        unit_id,
        target_id,
        period_id,
        mart.weakest(list(judgement_provenance)) as provenance,
        mart.weakest(list(weight_provenance)) as weight_provenance
    from mart.rollup_member
    group by group_kind, programme_id, unit_id, target_id, period_id
)

select
    computed.*,
    class.provenance,
    coalesce(class.provenance = 'sample', false) as has_sample,
    case when computed.average_reason is null then class.weight_provenance end as weight_provenance,
    case when computed.average_reason is null then mart.weakest([class.provenance, class.weight_provenance]) end
        as average_provenance,
    sentence.zh as sentence_zh,
    sentence.en as sentence_en
from computed
inner join class
    on computed.group_kind = class.group_kind
    and computed.programme_id = class.programme_id
    and computed.unit_id is not distinct from class.unit_id
    and computed.target_id is not distinct from class.target_id
    and computed.period_id = class.period_id
left join meta.sentence as sentence on 'rollup.' || computed.average_reason = sentence.code
order by
    computed.group_kind, computed.programme_id, computed.unit_id, computed.target_id, computed.period_id
"""


def computed_tables(thresholds: Thresholds) -> dict[str, tuple[set[str], Compute]]:
    """Every computed mart by name, with the tables it reads and the function that creates it."""
    return {
        **centre_tables(),
        "mart.judgement": ({"mart.attainment_input", "meta.threshold"}, lambda c: create_judgement(c, thresholds)),
        "mart.method_value": (
            {"mart.method_input"},
            lambda c: _create(
                c,
                "mart.method_input",
                lambda f: method_panel.panel_parts(f, thresholds),
                _VALUES.format(name="mart.method_value"),
                method_panel.INPUTS,
            ),
        ),
        "mart.run_rate_value": (
            {"mart.run_rate_input"},
            lambda c: _create(
                c,
                "mart.run_rate_input",
                lambda f: [run_rate.run_rates(f)],
                _VALUES.format(name="mart.run_rate_value"),
                run_rate.INPUTS,
            ),
        ),
        "mart.forecast_value": (
            {"mart.forecast_input"},
            lambda c: _create(
                c,
                "mart.forecast_input",
                forecast_rows.forecast_parts,
                _VALUES.format(name="mart.forecast_value"),
                forecast_rows.INPUTS,
            ),
        ),
        "mart.confidence": (
            {"mart.confidence_input"},
            lambda c: _create(c, "mart.confidence_input", lambda f: [confidence.compare(f)], _CONFIDENCE),
        ),
        "mart.rollup": (
            {"mart.rollup_member"},
            lambda c: _create(c, "mart.rollup_member", lambda f: [rollup.roll_up(f)], _ROLLUP),
        ),
    }


def _create(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    rule: Callable[[pd.DataFrame], list[pd.DataFrame]],
    create_sql: str,
    columns: Sequence[str] = ("*",),
) -> None:
    # These names come from the registry above, never from data.
    frame = read_frame(connection, f"select {', '.join(columns)} from {source}")  # noqa: S608
    parts = [arrow_table(part) for part in rule(frame)]
    connection.register("computed", pa.concat_tables(parts, promote_options="permissive"))
    connection.execute(create_sql)
    connection.unregister("computed")
