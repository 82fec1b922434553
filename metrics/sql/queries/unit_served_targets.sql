-- one row per target that a task of one unit serves
select distinct
    served.target_id
from fact.target_task as served
inner join fact.responsibility as responsibility on served.task_id = responsibility.task_id
where responsibility.programme_id = $programme_id
    and responsibility.unit_id = $unit_id
order by served.target_id
