-- one row per unit × round in which a report is owed or was given, of one round or of one unit
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
    r.received_on,
    r.receipt_day_by,
    r.receipt_day_reason,
    r.collected_since,
    r.days_late,
    r.last_reason,
    r.ladder,
    r.provenance,
    r.task_count,
    r.evidence_count,
    r.counted_version,
    r.returned_count,
    r.accepted_by,
    r.is_automatic,
    r.is_correction,
    r.is_closed,
    r.finding_count,
    r.missing_item_count,
    r.missing_items_zh,
    r.missing_items_en,
    r.last_contact_at,
    r.last_contact_by,
    r.last_contact_kind,
    r.submission_id
from mart.report_round as r
join dim.unit as u using (unit_id)
where r.programme_id = $programme_id
    and ($period_id is null or r.period_id = $period_id)
    and ($unit_id is null or r.unit_id = $unit_id)
order by r.due_on, u.sort_order
