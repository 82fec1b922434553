-- one row per target × unit that leads a task serving it
select distinct
    tt.target_id,
    u.unit_id,
    u.unit_name,
    u.unit_name_en,
    u.sort_order
from fact.target_task as tt
join fact.responsibility as r using (task_id)
join dim.unit as u using (unit_id)
where r.programme_id = $programme_id
    and r.role = 'lead'
order by tt.target_id, u.sort_order
