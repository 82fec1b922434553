-- one row per task of a programme × unit that answers for it on a day, in printed order; the unit is empty where none does
select
    task.task_id,
    task.task_number,
    task.name_zh,
    task.name_en,
    task.due_on,
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    responsibility.role
from fact.task as task
left join fact.responsibility as responsibility
    on
        task.task_id = responsibility.task_id
        and (responsibility.valid_from is null or responsibility.valid_from <= $day)
        and (responsibility.valid_to is null or responsibility.valid_to >= $day)
left join dim.unit as unit on responsibility.unit_id = unit.unit_id
where task.programme_id = $programme_id
order by task.sort_order, responsibility.seat
