-- one row per unit that takes part in a programme, with the number of tasks it leads and supports
select
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    unit.kind_zh,
    unit.kind_en,
    count(distinct responsibility.task_id) filter (where responsibility.role = 'lead') as lead_count,
    count(distinct responsibility.task_id) filter (where responsibility.role = 'support') as support_count,
    count(distinct responsibility.task_id) as task_count
from dim.unit as unit
left join fact.responsibility as responsibility
    on responsibility.unit_id = unit.unit_id
    and responsibility.programme_id = $programme_id
where responsibility.task_id is not null
    or unit.unit_id in (select unit_id from mart.report_round where programme_id = $programme_id)
    or unit.unit_id in (select unit_id from mart.attainment where programme_id = $programme_id)
group by unit.unit_id, unit.unit_name, unit.unit_name_en, unit.kind_zh, unit.kind_en, unit.sort_order
order by lead_count desc, task_count desc, unit.sort_order
