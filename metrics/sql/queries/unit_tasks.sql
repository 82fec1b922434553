-- one row per task × role of a unit, with what it reported for one round
select
    t.task_id,
    t.task_number,
    t.group_zh,
    t.group_en,
    t.name_zh,
    t.name_en,
    r.role,
    r.is_ambiguous,
    r.note_zh,
    r.note_en,
    p.task_status,
    p.completion_pct,
    p.progress,
    p.problems,
    p.next_steps,
    p.evidence,
    p.provenance
from fact.responsibility as r
join fact.task as t using (task_id)
left join mart.task_progress as p
    on p.task_id = r.task_id
    and p.unit_id = r.unit_id
    and p.programme_id = r.programme_id
    and p.period_id = $period_id
where r.programme_id = $programme_id
    and r.unit_id = $unit_id
order by t.sort_order
