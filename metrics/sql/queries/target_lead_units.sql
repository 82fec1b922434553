-- one row per target × unit that leads a task serving it
select distinct
    served.target_id,
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    unit.sort_order
from fact.target_task as served
inner join fact.responsibility as responsibility on served.task_id = responsibility.task_id
inner join dim.unit as unit on responsibility.unit_id = unit.unit_id
where responsibility.programme_id = $programme_id
    and responsibility.role = 'lead'
order by served.target_id, unit.sort_order
