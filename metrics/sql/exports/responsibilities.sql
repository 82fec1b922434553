-- one row per task × unit in the printed order, unit_name is as the document prints it
select
    responsibility.programme_id,
    responsibility.task_id,
    task.task_number,
    task.name_zh as task_name_zh,
    task.name_en as task_name_en,
    responsibility.seat,
    responsibility.unit_id,
    responsibility.unit_name,
    unit.unit_name_en,
    responsibility.role,
    responsibility.is_ambiguous,
    'policy' as provenance,
    responsibility.note_zh,
    responsibility.note_en,
    responsibility.valid_from,
    responsibility.valid_to
from fact.responsibility as responsibility
inner join fact.task as task on responsibility.task_id = task.task_id
inner join dim.unit as unit on responsibility.unit_id = unit.unit_id
order by responsibility.programme_id, task.sort_order, responsibility.seat
