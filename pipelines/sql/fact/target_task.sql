-- one row per target × task that serves it (our reading of the text)
select
    target_id,
    trim(unnest(string_split(task_ids, ';'))) as task_id
from stage.target
where task_ids is not null
