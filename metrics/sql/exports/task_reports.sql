-- one row per report version × task it speaks of: what the unit says of it, in its own words
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
    report.task_id,
    task.task_number,
    task.name_zh as task_name_zh,
    task.name_en as task_name_en,
    responsibility.role,
    report.task_status,
    report.completion_pct,
    report.progress,
    report.problems,
    report.next_steps,
    report.evidence,
    submission.provenance,
    report.recorded_at,
    line.source_file,
    line.sheet_name,
    line.source_row
from fact.task_report as report
inner join fact.submission as submission on report.submission_id = submission.submission_id
inner join mart.report_version as version on submission.submission_id = version.submission_id
inner join dim.unit_round as unit on submission.unit_id = unit.unit_id and submission.period_id = unit.period_id
inner join dim.period as period on submission.period_id = period.period_id
left join mart.accepted_report as accepted on submission.submission_id = accepted.submission_id
inner join fact.task as task on report.task_id = task.task_id
left join mart.round_responsibility as responsibility
    on report.task_id = responsibility.task_id
    and submission.unit_id = responsibility.unit_id
    and submission.period_id = responsibility.period_id
left join fact.report_line as line
    on report.submission_id = line.submission_id and report.task_id = line.item_id and line.item_kind = 'task'
order by submission.programme_id, period.ends_on, unit.sort_order, submission.version, task.sort_order
