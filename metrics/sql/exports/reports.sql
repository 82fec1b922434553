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
    report.days_late,
    report.ladder,
    report.last_reason,
    report.provenance
from mart.report_round as report
inner join dim.unit as unit on report.unit_id = unit.unit_id
order by report.programme_id, report.due_on, unit.sort_order
