-- one row per task × unit, in the printed order, unit_name is as printed
select
    task.programme_id,
    responsibility.task_id,
    cast(responsibility.seat as integer) as seat,
    bearer.unit_id,
    responsibility.unit_name,
    responsibility.role,
    cast(responsibility.is_ambiguous as boolean) as is_ambiguous,
    -- Nobody answers for a task while it does not hold.
    greatest(cast(responsibility.valid_from as date), cast(task.valid_from as date)) as valid_from,
    least(cast(responsibility.valid_to as date), cast(task.valid_to as date)) as valid_to,
    responsibility.note_zh,
    responsibility.note_en,
    -- Who leads owes a report, unless it is said otherwise.
    coalesce(responsibility.reports = 'true', responsibility.role = 'lead') as owes_report
from stage.responsibility as responsibility
inner join stage.task as task on responsibility.task_id = task.task_id
left join dim.document as document on task.document_id = document.document_id
inner join dim.unit_bearer as bearer
    on responsibility.unit_name = bearer.alias_name
    and coalesce(document.issued_on, date '9999-12-31') between bearer.taken_from and bearer.taken_until
