-- one row per target that a task of a policy document states in passing
select * exclude (level, sort_order)
from mart.stated_target
where level = 'task'
order by sort_order
