-- one row per programme × unit × round × role × kind of target × status: the targets that a unit leads, supports or carries a part of
with served as (
    select
        responsibility.programme_id,
        responsibility.unit_id,
        target_task.target_id,
        -- One task led is enough: the unit answers for the target.
        case when bool_or(responsibility.role = 'lead') then 'lead' else 'support' end as role
    from fact.responsibility as responsibility
    inner join fact.target_task as target_task on responsibility.task_id = target_task.task_id
    group by responsibility.programme_id, responsibility.unit_id, target_task.target_id
)

select
    served.programme_id,
    served.unit_id,
    attainment.period_id,
    served.role,
    attainment.target_kind,
    attainment.status,
    count(*) as target_count,
    string_agg(served.target_id, ';' order by served.target_id) as target_ids
from served
inner join mart.attainment as attainment on served.target_id = attainment.target_id and attainment.unit_id is null
group by served.programme_id, served.unit_id, attainment.period_id, served.role, attainment.target_kind,
    attainment.status
union all
select
    programme_id,
    unit_id,
    period_id,
    'own',
    target_kind,
    status,
    count(*),
    string_agg(target_id, ';' order by target_id)
from mart.attainment
where unit_id is not null
group by programme_id, unit_id, period_id, target_kind, status
order by programme_id, unit_id, period_id, role, target_kind, status
