-- one row per task × round with a report on it: what its lead units said, the least advanced of them
select
    task_id,
    period_id,
    arg_min(
        task_status, case task_status when 'not_started' then 0 when 'in_progress' then 1 else 2 end
    ) as task_status,
    count(evidence) as evidence_count,
    max(provenance) as provenance
from mart.task_progress
where programme_id = $programme_id
    and role = 'lead'
    and task_status is not null
group by task_id, period_id
order by task_id, period_id
