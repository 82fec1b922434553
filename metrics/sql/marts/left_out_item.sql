-- one row per report version × item that it was asked for and says nothing of; a nil report leaves out nothing
select
    submission.submission_id,
    asked.item_kind,
    asked.item_id,
    coalesce(task.task_number, '') as item_number,
    coalesce(task.name_zh, indicator.name_zh) as name_zh,
    coalesce(task.name_en, indicator.name_en) as name_en,
    coalesce(task.sort_order, 0) as sort_order
from fact.submission as submission
inner join fact.asked_item as asked
    on submission.programme_id = asked.programme_id
    and submission.period_id = asked.period_id
    and submission.unit_id = asked.unit_id
    and (submission.provenance = 'sample') = asked.is_sample
left join fact.task_report as task_report
    on submission.submission_id = task_report.submission_id
    and asked.item_kind = 'task'
    and asked.item_id = task_report.task_id
left join fact.indicator_report as indicator_report
    on submission.submission_id = indicator_report.submission_id
    and asked.item_kind = 'indicator'
    and asked.item_id = indicator_report.indicator_id
left join fact.task as task on asked.item_kind = 'task' and asked.item_id = task.task_id
left join dim.indicator as indicator on asked.item_kind = 'indicator' and asked.item_id = indicator.indicator_id
where not submission.is_nil
    and task_report.task_id is null
    and indicator_report.indicator_id is null
