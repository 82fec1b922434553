-- one row per task with no lead, or on some day with several that are not flagged as ambiguous
with begun as (
    select distinct
        task.task_id,
        coalesce(responsibility.valid_from, date '0001-01-01') as day
    from fact.task as task
    left join fact.responsibility as responsibility
        on task.task_id = responsibility.task_id and responsibility.role = 'lead'
),

counted as (
    select
        begun.task_id,
        begun.day,
        count(responsibility.unit_id) as lead_count,
        bool_and(responsibility.is_ambiguous) as is_ambiguous
    from begun
    left join fact.responsibility as responsibility
        on
            begun.task_id = responsibility.task_id
            and responsibility.role = 'lead'
            and coalesce(responsibility.valid_from, date '0001-01-01') <= begun.day
            and coalesce(responsibility.valid_to, date '9999-12-31') >= begun.day
    group by begun.task_id, begun.day
)

select
    'definitions/tasks, responsibilities' as _file,
    0 as _row,
    task_id,
    max(lead_count) as lead_count
from counted
where lead_count <> 1 and not coalesce(is_ambiguous, false)
group by task_id
