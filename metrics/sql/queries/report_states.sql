-- one row per unit × round in which a report is owed or was given, of one round or of one unit
select
    'report' as kind_id,
    report.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    report.period_id,
    report.is_lead,
    report.is_owed,
    report.due_on,
    report.state,
    report.is_nil,
    report.version,
    report.version_count,
    report.submitted_on,
    report.received_on,
    report.receipt_day_by,
    report.receipt_day_reason,
    report.collected_since,
    report.days_late,
    report.last_reason,
    report.ladder,
    report.provenance,
    report.task_count,
    report.evidence_count,
    report.counted_version,
    report.returned_count,
    report.accepted_by,
    report.is_automatic,
    report.is_correction,
    report.is_closed,
    report.finding_count,
    report.missing_item_count,
    report.missing_items_zh,
    report.missing_items_en,
    report.last_contact_at,
    report.last_contact_by,
    report.last_contact_kind,
    report.submission_id
from mart.report_round as report
inner join dim.unit_round as unit on report.unit_id = unit.unit_id and report.period_id = unit.period_id
where report.programme_id = $programme_id
    and ($period_id is null or report.period_id = $period_id)
    and ($unit_id is null or report.unit_id = $unit_id)
order by report.due_on, unit.sort_order
