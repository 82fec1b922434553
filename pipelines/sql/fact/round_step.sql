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
    cast(step.due_on as date) as due_on,
    case when step.is_sample = 'True' then 'sample' else 'reported' end as provenance,
    step._row as sort_order,
    cast(step.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.step as step
where step.kind = 'round'
union all
select
    programme_id,
    period_id,
    null as unit_id,
    null as version,
    'close' as step,
    max(actor) as actor,
    null as reason,
    null as received_on,
    null as due_on,
    'sample' as provenance,
    0 as sort_order,
    max(cast(happened_at as timestamptz) at time zone 'UTC') as recorded_at
from stage.report_event
where kind = 'report' and event = 'locked' and source_file like 'sample/%'
group by programme_id, period_id
union all
select
    programme_id,
    period_id,
    subject_id as unit_id,
    null as version,
    'reopen' as step,
    actor,
    reason,
    null as received_on,
    null as due_on,
    'sample' as provenance,
    0 as sort_order,
    cast(happened_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.report_event
where kind = 'report' and event = 'reopened' and source_file like 'sample/%'
