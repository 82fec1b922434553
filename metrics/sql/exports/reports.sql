-- one row per programme × unit × round: whether its report is in and how late
select
    report.programme_id,
    report.period_id,
    report.unit_id,
    unit.unit_name,
    report.is_lead,
    report.due_on,
    report.state,
    report.is_nil,
    report.version,
    report.version_count,
    report.submitted_on,
    report.received_on,
    report.receipt_day_by,
    report.receipt_day_reason,
    report.days_late,
    report.ladder,
    report.last_reason,
    report.counted_version,
    report.returned_count,
    report.accepted_by,
    report.is_automatic,
    report.is_correction,
    report.is_closed,
    report.finding_count,
    report.task_count,
    report.evidence_count,
    report.last_contact_at,
    report.last_contact_by,
    report.provenance
from mart.report_round as report
inner join dim.unit as unit on report.unit_id = unit.unit_id
order by report.programme_id, report.due_on, unit.sort_order
