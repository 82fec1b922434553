-- one row per round × unit × task that the unit's latest version speaks of
select
    version.programme_id,
    version.period_id,
    task_report.task_id,
    version.unit_id,
    responsibility.role,
    task_report.task_status,
    task_report.completion_pct,
    task_report.progress,
    task_report.problems,
    task_report.next_steps,
    task_report.evidence,
    version.submission_id,
    version.state,
    version.provenance
from (
    select *
    from mart.report_version
    qualify row_number() over (partition by programme_id, period_id, unit_id order by version desc) = 1
) as version
inner join fact.task_report as task_report on version.submission_id = task_report.submission_id
left join mart.round_responsibility as responsibility
    on task_report.task_id = responsibility.task_id
    and version.unit_id = responsibility.unit_id
    and version.period_id = responsibility.period_id
