-- one row per report version × task it speaks of: what it says of it
select
    submission.submission_id,
    report.item_id as task_id,
    case report.task_status
        when '未启动' then 'not_started'
        when '推进中' then 'in_progress'
        when '已完成' then 'done'
    end as task_status,
    cast(report.completion_pct as decimal(24, 6)) as completion_pct,
    report.progress,
    report.problems,
    report.next_steps,
    report.evidence,
    submission.recorded_at,
    submission.superseded_at
from stage.report as report
inner join fact.submission as submission on report._file = submission.source_file
where report.item_kind = '任务'
    -- A row that only its prefilled cells fill says nothing of its task.
    and coalesce(
        report.task_status, report.completion_pct, report.progress, report.problems, report.next_steps, report.evidence
    ) is not null
