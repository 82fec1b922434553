-- one row per target × unit of a programme: the unit's own part as judged in one round, or the tasks through which it serves
with served as (
    select
        target_id,
        unit_id,
        role = 'lead' as leads,
        task_count
    from mart.answering_unit
    where programme_id = $programme_id
        and period_id is not distinct from $period_id
),

own as (
    select
        target_id,
        unit_id,
        status,
        attainment_pct,
        qualifier,
        measure_type,
        comparator,
        target_value,
        baseline_value,
        target_provenance,
        judgement_provenance
    from mart.attainment
    where programme_id = $programme_id
        and period_id = $period_id
        and unit_id is not null
)

select
    coalesce(own.target_id, served.target_id) as target_id,
    coalesce(own.unit_id, served.unit_id) as unit_id,
    own.status,
    own.attainment_pct,
    own.qualifier,
    own.measure_type,
    own.comparator,
    own.target_value,
    own.baseline_value,
    own.target_provenance,
    own.judgement_provenance as provenance,
    coalesce(served.leads, false) as leads,
    coalesce(served.task_count, 0) as task_count
from own
full join served on own.target_id = served.target_id and own.unit_id = served.unit_id
order by coalesce(own.target_id, served.target_id), coalesce(own.unit_id, served.unit_id)
