"""The marts that rules compute: each reads one prepared table, applies pure functions, and joins the result back.

Values leave as NULL where they are missing, never as NaN; reasons as codes that `meta.sentence` puts into words.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pandas as pd

from metrics import confidence, forecast_rows, method_panel, rollup, run_rate
from metrics.attainment_table import arrow_table, create_attainment, read_frame
from metrics.centres.tables import centre_tables
from metrics.chain import Compute
from metrics.seasonal import BorrowedSeason
from metrics.status import Thresholds

# One block of rows per method, each in the order of the input table.
_METHOD = """
create table mart.method as
select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    computed.* exclude (row_id)
from (
    select * from mart.method_input
    union all
    select * from mart.method_input
    union all
    select * from mart.method_input
) as input
positional join computed
"""

_RUN_RATE = """
create table mart.run_rate as
select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    computed.remaining_value,
    computed.half_years_left,
    computed.required_value,
    input.best_value,
    input.half_year_count,
    computed.best_multiple,
    input.measure_unit,
    computed.reason
from mart.run_rate_input as input
positional join computed
"""

# A sentence is put together once for each reason and sample size, not once a row.
_FORECAST = """
create table mart.forecast as
with worded as (
    select
        said.reason,
        said.sample_count,
        replace(sentence.zh, '{sample_count}', cast(said.sample_count as varchar)) as sentence_zh,
        replace(sentence.en, '{sample_count}', cast(said.sample_count as varchar)) as sentence_en
    from (select distinct reason, sample_count from computed) as said
    inner join meta.sentence as sentence on 'forecast.' || said.reason = sentence.code
)

select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    input.due_on as forecast_on,
    input.measure_unit,
    computed.* exclude (row_id),
    worded.sentence_zh,
    worded.sentence_en
from computed
inner join mart.forecast_input as input on computed.row_id = input.row_id
left join worded on computed.reason = worded.reason and computed.sample_count = worded.sample_count
"""

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
        coalesce(bool_or(provenance = 'sample'), false) as has_sample
    from mart.rollup_member
    group by group_kind, programme_id, unit_id, target_id, period_id
)

select
    computed.*,
    class.has_sample,
    case
        when computed.average_reason is null
            then (select max(w.provenance) from fact.target_weight as w where w.programme_id = computed.programme_id)
    end as weight_provenance,
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
    borrowed = BorrowedSeason.load()
    return {
        **centre_tables(),
        "mart.attainment": ({"mart.attainment_input"}, lambda c: create_attainment(c, thresholds)),
        "mart.method": (
            {"mart.method_input"},
            lambda c: _create(c, "mart.method_input", lambda f: method_panel.panel(f, thresholds, borrowed), _METHOD),
        ),
        "mart.run_rate": (
            {"mart.run_rate_input"},
            lambda c: _create(c, "mart.run_rate_input", run_rate.run_rates, _RUN_RATE),
        ),
        "mart.forecast": (
            {"mart.forecast_input"},
            lambda c: _create(c, "mart.forecast_input", forecast_rows.forecasts, _FORECAST),
        ),
        "mart.confidence": (
            {"mart.confidence_input"},
            lambda c: _create(c, "mart.confidence_input", confidence.compare, _CONFIDENCE),
        ),
        "mart.rollup": (
            {"mart.rollup_member", "fact.target_weight"},
            lambda c: _create(c, "mart.rollup_member", rollup.roll_up, _ROLLUP),
        ),
    }


def _create(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    rule: Callable[[pd.DataFrame], pd.DataFrame],
    create_sql: str,
) -> None:
    # The name comes from the registry above, never from data.
    computed = rule(read_frame(connection, f"select * from {source}"))  # noqa: S608
    connection.register("computed", arrow_table(computed))
    connection.execute(create_sql)
    connection.unregister("computed")
