-- one row per task × unit, in the printed order, unit_name is as printed
select
    task.programme_id,
    responsibility.task_id,
    cast(responsibility.seat as integer) as seat,
    unit_alias.unit_id,
    responsibility.unit_name,
    responsibility.role,
    cast(responsibility.is_ambiguous as boolean) as is_ambiguous,
    responsibility.note_zh,
    responsibility.note_en
from stage.responsibility as responsibility
inner join stage.task as task on responsibility.task_id = task.task_id
inner join dim.unit_alias as unit_alias on responsibility.unit_name = unit_alias.alias_name
