-- one row per task with no lead, or with several that are not flagged as ambiguous
select
    'definitions/tasks, responsibilities' as _file,
    0 as _row,
    task.task_id,
    count(responsibility.unit_id) as lead_count
from fact.task as task
left join fact.responsibility as responsibility
    on task.task_id = responsibility.task_id and responsibility.role = 'lead'
group by task.task_id
having count(responsibility.unit_id) <> 1 and not coalesce(bool_and(responsibility.is_ambiguous), false)
