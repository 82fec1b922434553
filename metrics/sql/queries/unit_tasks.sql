-- one row per task × role of a unit, with what it reported for one round
select
    task.task_id,
    task.task_number,
    task.group_zh,
    task.group_en,
    task.name_zh,
    task.name_en,
    responsibility.role,
    responsibility.is_ambiguous,
    responsibility.note_zh,
    responsibility.note_en,
    progress.task_status,
    progress.completion_pct,
    progress.progress,
    progress.problems,
    progress.next_steps,
    progress.evidence,
    progress.provenance
from mart.round_responsibility as responsibility
inner join fact.task as task on responsibility.task_id = task.task_id
left join mart.task_progress as progress
    on progress.task_id = responsibility.task_id
    and progress.unit_id = responsibility.unit_id
    and progress.programme_id = responsibility.programme_id
    and progress.period_id = $period_id
where responsibility.programme_id = $programme_id
    and responsibility.unit_id = $unit_id
    and responsibility.period_id is not distinct from $period_id
order by task.sort_order
