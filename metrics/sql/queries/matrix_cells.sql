-- one row per target × unit of a programme: the unit's own part as judged in one round, or the tasks through which it serves
with served as (
    select
        served.target_id,
        held.unit_id,
        bool_or(held.role = 'lead') as leads,
        count(distinct served.task_id) as task_count
    from fact.target_task as served
    join fact.responsibility as held using (task_id)
    where held.programme_id = $programme_id
    group by served.target_id, held.unit_id
),

own as (
    select
        target_id,
        unit_id,
        status,
        attainment_pct,
        target_provenance,
        judgement_provenance
    from mart.attainment
    where programme_id = $programme_id
        and period_id = $period_id
        and unit_id is not null
)

select
    target_id,
    unit_id,
    own.status,
    own.attainment_pct,
    own.target_provenance,
    own.judgement_provenance as provenance,
    coalesce(served.leads, false) as leads,
    coalesce(served.task_count, 0) as task_count
from own
full join served using (target_id, unit_id)
order by target_id, unit_id
