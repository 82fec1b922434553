-- one row per task serving a target × unit responsible for it
select
    task.task_id,
    task.task_number,
    task.name_zh,
    task.name_en,
    responsibility.role,
    unit.unit_id,
    coalesce(named.unit_name, unit.unit_name) as unit_name,
    coalesce(named.unit_name_en, unit.unit_name_en) as unit_name_en
from fact.target_task as served
inner join fact.task as task on served.task_id = task.task_id
inner join mart.round_responsibility as responsibility
    on task.task_id = responsibility.task_id and responsibility.period_id is not distinct from $period_id
inner join dim.unit as unit on responsibility.unit_id = unit.unit_id
left join dim.unit_round as named on responsibility.unit_id = named.unit_id and responsibility.period_id = named.period_id
where served.target_id = $target_id
order by task.sort_order, responsibility.seat
