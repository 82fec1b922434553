-- one row per task × responsible unit of a programme, in printed order
select
    task.task_id,
    task.task_number,
    task.group_code,
    task.group_zh,
    task.group_en,
    task.name_zh,
    task.name_en,
    task.section,
    task.due_on,
    task.note_zh,
    task.note_en,
    responsibility.unit_id,
    coalesce(named.unit_name, unit.unit_name) as unit_name,
    coalesce(named.unit_name_en, unit.unit_name_en) as unit_name_en,
    responsibility.role,
    coalesce(responsibility.is_ambiguous, false) as is_ambiguous
from fact.task as task
left join mart.round_responsibility as responsibility
    on task.task_id = responsibility.task_id and responsibility.period_id is not distinct from $period_id
left join dim.unit as unit on responsibility.unit_id = unit.unit_id
left join dim.unit_round as named on responsibility.unit_id = named.unit_id and responsibility.period_id = named.period_id
left join dim.period as period on period.period_id = $period_id
where task.programme_id = $programme_id
    and (
        period.ends_on is null
        or (
            (task.valid_from is null or task.valid_from <= period.ends_on)
            and (task.valid_to is null or task.valid_to >= period.ends_on)
        )
    )
order by task.sort_order, responsibility.seat
