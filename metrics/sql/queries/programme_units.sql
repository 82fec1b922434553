-- one row per unit that takes part in a programme in one round, with the number of tasks it leads and supports
select
    unit.unit_id,
    coalesce(named.unit_name, unit.unit_name) as unit_name,
    coalesce(named.unit_name_en, unit.unit_name_en) as unit_name_en,
    unit.kind_zh,
    unit.kind_en,
    unit.parent_unit_id,
    unit.sort_order,
    count(distinct responsibility.task_id) filter (where responsibility.role = 'lead') as lead_count,
    count(distinct responsibility.task_id) filter (where responsibility.role = 'carries_out') as carries_out_count,
    count(distinct responsibility.task_id) filter (where responsibility.role = 'support') as support_count,
    count(distinct responsibility.task_id) as task_count
from dim.unit as unit
left join dim.unit_round as named on unit.unit_id = named.unit_id and named.period_id = $period_id
left join mart.round_responsibility as responsibility
    on responsibility.unit_id = unit.unit_id
    and responsibility.programme_id = $programme_id
    and responsibility.period_id is not distinct from $period_id
where responsibility.task_id is not null
    or (unit.unit_id, $period_id) in (select unit_id, period_id from mart.obliged_unit where programme_id = $programme_id)
    or (unit.unit_id, $period_id) in (select unit_id, period_id from mart.attainment where programme_id = $programme_id)
group by all
order by lead_count desc, task_count desc, unit.sort_order
