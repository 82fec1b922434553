-- one row per task × unit that spoke of it in one round: what it said, lead units first
select
    progress.task_id,
    progress.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    progress.role,
    progress.task_status,
    progress.completion_pct,
    progress.progress,
    progress.problems,
    progress.next_steps,
    progress.evidence,
    progress.provenance,
    progress.submission_id
from mart.task_progress as progress
inner join dim.unit_round as unit on progress.unit_id = unit.unit_id and progress.period_id = unit.period_id
where progress.programme_id = $programme_id
    and progress.period_id = $period_id
order by progress.task_id, progress.role is distinct from 'lead', unit.sort_order
