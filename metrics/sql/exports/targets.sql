-- one row per target that a policy document sets as a goal
select * exclude (level, sort_order, task_id)
from mart.stated_target
where level = 'programme'
order by sort_order
