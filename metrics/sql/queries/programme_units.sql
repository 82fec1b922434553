-- one row per unit that takes part in a programme, with the number of tasks it leads and supports
select
    u.unit_id,
    u.unit_name,
    u.unit_name_en,
    u.kind,
    count(distinct r.task_id) filter (where r.role = 'lead') as lead_count,
    count(distinct r.task_id) filter (where r.role = 'support') as support_count,
    count(distinct r.task_id) as task_count
from dim.unit as u
left join fact.responsibility as r
    on r.unit_id = u.unit_id
    and r.programme_id = $programme_id
where r.task_id is not null
    or u.unit_id in (select unit_id from mart.report_round where programme_id = $programme_id)
    or u.unit_id in (select unit_id from mart.attainment where programme_id = $programme_id)
group by u.unit_id, u.unit_name, u.unit_name_en, u.kind, u.sort_order
order by lead_count desc, task_count desc, u.sort_order
