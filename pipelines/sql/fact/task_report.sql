-- one row per report version × task it speaks of
select
    submission.submission_id,
    report.item_id as task_id,
    case report.task_status
        when '未启动' then 'not_started'
        when '推进中' then 'in_progress'
        when '已完成' then 'done'
    end as task_status,
    report.progress,
    report.problems,
    report.next_steps,
    report.evidence,
    submission.recorded_at,
    submission.superseded_at
from stage.report as report
inner join fact.submission as submission on report._file = submission.source_file
where report.item_kind = '任务'
