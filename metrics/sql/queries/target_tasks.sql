-- one row per task serving a target × unit responsible for it
select
    t.task_id,
    t.task_number,
    t.name_zh,
    t.name_en,
    r.role,
    u.unit_id,
    u.unit_name,
    u.unit_name_en
from fact.target_task as tt
join fact.task as t using (task_id)
join fact.responsibility as r using (task_id)
join dim.unit as u using (unit_id)
where tt.target_id = $target_id
order by t.sort_order, r.seat
