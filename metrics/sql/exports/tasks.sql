-- one row per task of a policy document
select
    task.task_id,
    task.programme_id,
    task.document_id,
    document.document_number,
    task.section,
    task.task_number,
    task.group_code,
    task.group_zh,
    task.group_en,
    task.name_zh,
    task.name_en,
    task.due_on,
    'policy' as provenance,
    task.note_zh,
    task.note_en,
    task.valid_from,
    task.valid_to
from fact.task as task
inner join dim.document as document on task.document_id = document.document_id
order by task.programme_id, task.sort_order
