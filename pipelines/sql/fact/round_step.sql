-- one row per step taken on a round or on one unit's report in it; a sample round was closed when
-- its last report was locked, and reopened for a unit before a correction
select
    step.programme_id,
    step.period_id,
    step.unit_id,
    cast(step.version as integer) as version,
    step.step,
    step.actor,
    step.reason,
    cast(step.received_on as date) as received_on,
    case when step.is_sample = 'True' then 'sample' else 'reported' end as provenance,
    step._row as sort_order,
    cast(step.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.step as step
where step.kind = 'round'
union all
select
    journal.programme_id,
    journal.period_id,
    null as unit_id,
    null as version,
    'close' as step,
    max(journal.actor) as actor,
    null as reason,
    null as received_on,
    'sample' as provenance,
    0 as sort_order,
    max(cast(journal.happened_at as timestamptz) at time zone 'UTC') as recorded_at
from stage.journal as journal
where journal.event = 'locked' and journal._file like 'sample/%'
group by journal.programme_id, journal.period_id
union all
select
    journal.programme_id,
    journal.period_id,
    unit_alias.unit_id,
    null as version,
    'reopen' as step,
    journal.actor,
    journal.reason,
    null as received_on,
    'sample' as provenance,
    0 as sort_order,
    cast(journal.happened_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.journal as journal
inner join dim.unit_alias as unit_alias on journal.unit_name = unit_alias.alias_name
where journal.event = 'reopened' and journal._file like 'sample/%'
