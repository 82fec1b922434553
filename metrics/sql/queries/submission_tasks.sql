-- one row per task that a report version speaks of, with its row in the file
select
    report.task_id,
    task.task_number,
    task.name_zh,
    task.name_en,
    report.task_status,
    report.completion_pct,
    report.progress,
    report.problems,
    report.next_steps,
    report.evidence,
    line.source_row
from fact.task_report as report
inner join fact.task as task on report.task_id = task.task_id
left join fact.report_line as line
    on report.submission_id = line.submission_id and report.task_id = line.item_id and line.item_kind = 'task'
where report.submission_id = $submission_id
order by task.sort_order, line.source_row
