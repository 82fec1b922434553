-- one row per unit that named evidence in one round: how many tasks it covers, and of how many it spoke
select
    unit_id,
    count(*) as task_count,
    count(evidence) as evidence_count
from mart.task_progress
where programme_id = $programme_id
    and period_id = $period_id
group by unit_id
order by unit_id
