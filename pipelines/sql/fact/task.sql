-- one row per task that a policy document sets
select
    task_id,
    programme_id,
    document_id,
    group_code,
    group_zh,
    group_en,
    cast(sort_order as integer) as sort_order,
    number as task_number,
    name_zh,
    name_en,
    section,
    cast(due_on as date) as due_on,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    note_zh,
    note_en
from stage.task
