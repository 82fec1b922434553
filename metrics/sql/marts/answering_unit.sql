-- one row per target × unit × round that answers for it then: through tasks that serve it, or named for the target itself
with through_tasks as (
    select
        responsibility.programme_id,
        responsibility.period_id,
        served.target_id,
        responsibility.unit_id,
        responsibility.role,
        served.task_id
    from fact.target_task as served
    inner join mart.round_responsibility as responsibility on served.task_id = responsibility.task_id
),

named as (
    select
        target.programme_id,
        round.period_id,
        named.target_id,
        case when round.period_id is null then named.unit_id else heir.heir_unit_id end as unit_id,
        'lead' as role,
        cast(null as varchar) as task_id
    from (select distinct target_id, unit_id from fact.target_unit where unit_id is not null) as named
    inner join fact.target as target on named.target_id = target.target_id
    left join dim.round as round on target.programme_id = round.programme_id
    left join dim.unit_heir as heir on named.unit_id = heir.unit_id and round.period_id = heir.period_id
),

every as (
    select * from through_tasks
    union all
    select * from named
    where unit_id is not null
)

select
    programme_id,
    period_id,
    target_id,
    unit_id,
    -- One task led is enough: the unit answers for the target.
    arg_min(role, case role when 'lead' then 1 when 'carries_out' then 2 else 3 end) as role,
    bool_or(task_id is null) as is_named,
    count(distinct task_id) as task_count
from every
group by programme_id, period_id, target_id, unit_id
