-- one row per unit that owes or gave a report in one round
select
    r.unit_id,
    u.unit_name,
    u.unit_name_en,
    r.period_id,
    r.is_lead,
    r.due_on,
    r.state,
    r.is_nil,
    r.version,
    r.version_count,
    r.submitted_on,
    r.days_late,
    r.last_reason,
    r.ladder,
    r.provenance
from mart.report_round as r
join dim.unit as u using (unit_id)
where r.programme_id = $programme_id
    and r.period_id = $period_id
order by u.sort_order
