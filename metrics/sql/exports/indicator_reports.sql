-- one row per report version × indicator it speaks of: the figure as read and as written, its parts, what is said of it
select
    submission.submission_id,
    submission.programme_id,
    submission.period_id,
    submission.unit_id,
    unit.unit_name,
    submission.version,
    version.state,
    accepted.submission_id is not null as is_counted,
    submission.submitted_on,
    report.indicator_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    observation.actual_value,
    indicator.measure_unit,
    report.numerator_value,
    report.denominator_value,
    report.last_value,
    line.value_text,
    line.unit_text,
    report.progress,
    report.problems,
    report.next_steps,
    report.evidence,
    submission.provenance,
    report.recorded_at,
    report.source_file,
    line.sheet_name,
    report.source_row,
    line.value_cell
from fact.indicator_report as report
inner join fact.submission as submission on report.submission_id = submission.submission_id
inner join mart.report_version as version on submission.submission_id = version.submission_id
inner join dim.unit_round as unit on submission.unit_id = unit.unit_id and submission.period_id = unit.period_id
inner join dim.period as period on submission.period_id = period.period_id
left join mart.accepted_report as accepted on submission.submission_id = accepted.submission_id
inner join dim.indicator as indicator on report.indicator_id = indicator.indicator_id
left join fact.observation as observation
    on report.submission_id = observation.submission_id and report.indicator_id = observation.indicator_id
left join fact.report_line as line
    on report.submission_id = line.submission_id and report.source_row = line.source_row
order by submission.programme_id, period.ends_on, unit.sort_order, submission.version, report.source_row
