-- one row per thing that happened to a report: a version came into a state, a file was kept out, its round was closed
with obliged as (
    select
        programme_id,
        period_id,
        unit_id
    from mart.obliged_unit
)

select
    kind_id,
    programme_id,
    period_id,
    subject_id,
    version,
    event as change,
    actor,
    provenance,
    recorded_at,
    sort_order
from fact.report_event
union all
select
    'report' as kind_id,
    programme_id,
    period_id,
    unit_id as subject_id,
    null as version,
    'kept_out' as change,
    null as actor,
    'reported' as provenance,
    recorded_at,
    sort_order
from fact.arrival
where verdict = 'refused' and programme_id is not null and period_id is not null
union all
-- A close is of all units, a reopening of one; of a sample round the states of its versions tell.
select
    'report' as kind_id,
    obliged.programme_id,
    step.period_id,
    obliged.unit_id as subject_id,
    null as version,
    step.step as change,
    step.actor,
    step.provenance,
    step.recorded_at,
    step.sort_order
from obliged
inner join fact.round_step as step
    on obliged.programme_id = step.programme_id
    and obliged.period_id = step.period_id
    and coalesce(step.unit_id = obliged.unit_id, true)
where step.step in ('close', 'reopen') and step.provenance <> 'sample'
