-- one row per task × responsible unit of a programme, in printed order
select
    t.task_id,
    t.task_number,
    t.group_code,
    t.group_zh,
    t.group_en,
    t.name_zh,
    t.name_en,
    t.section,
    t.due_on,
    t.note_zh,
    t.note_en,
    r.unit_id,
    u.unit_name,
    u.unit_name_en,
    r.role,
    coalesce(r.is_ambiguous, false) as is_ambiguous
from fact.task as t
left join fact.responsibility as r using (task_id)
left join dim.unit as u using (unit_id)
where t.programme_id = $programme_id
order by t.sort_order, r.seat
