-- one row per target that a task of one unit serves
select distinct
    tt.target_id
from fact.target_task as tt
join fact.responsibility as r using (task_id)
where r.programme_id = $programme_id
    and r.unit_id = $unit_id
order by tt.target_id
