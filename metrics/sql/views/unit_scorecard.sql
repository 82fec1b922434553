-- one row per programme × unit × round: targets, tasks, timeliness, quality and load side by side, never one score
with clock as (
    select today
    from meta.as_of
),

targets as (
    select
        programme_id,
        unit_id,
        period_id,
        sum(target_count) filter (where role = 'lead') as lead_target_count,
        sum(target_count) filter (where role = 'lead' and status in ('achieved', 'on_track')) as lead_fine_count,
        sum(target_count) filter (where role = 'lead' and status in ('slightly_behind', 'behind', 'missed'))
            as lead_behind_count,
        sum(target_count) filter (where role = 'lead' and status = 'no_data') as lead_no_data_count,
        sum(target_count) filter (where role = 'support') as support_target_count,
        sum(target_count) filter (where role = 'support' and status in ('achieved', 'on_track')) as support_fine_count,
        sum(target_count) filter (where role = 'support' and status in ('slightly_behind', 'behind', 'missed'))
            as support_behind_count,
        sum(target_count) filter (where role = 'support' and status = 'no_data') as support_no_data_count,
        sum(target_count) filter (where role = 'own') as own_target_count,
        sum(target_count) filter (where role = 'own' and status in ('achieved', 'on_track')) as own_fine_count,
        sum(target_count) filter (where role = 'own' and status in ('slightly_behind', 'behind', 'missed'))
            as own_behind_count,
        sum(target_count) filter (where role = 'own' and status = 'no_data') as own_no_data_count,
        mart.weakest(list(provenance)) as provenance
    from mart.unit_target_status
    group by programme_id, unit_id, period_id
),

tasks as (
    select
        responsibility.programme_id,
        responsibility.unit_id,
        responsibility.period_id,
        count(*) filter (where responsibility.role = 'lead') as lead_task_count,
        count(*) filter (where responsibility.role <> 'lead') as support_task_count,
        count(*) filter (where progress.task_status = 'done') as task_done_count,
        count(*) filter (where progress.task_status = 'in_progress') as task_in_progress_count,
        count(*) filter (where progress.task_status = 'not_started') as task_not_started_count,
        count(*) filter (where progress.task_status is null) as task_unreported_count,
        count(*) filter (
            where responsibility.role = 'lead' and progress.task_status is not null and progress.evidence is null
        ) as lead_task_without_evidence_count,
        mart.weakest(list(progress.provenance)) as provenance
    from mart.round_responsibility as responsibility
    left join mart.task_progress as progress
        on responsibility.task_id = progress.task_id
        and responsibility.unit_id = progress.unit_id
        and responsibility.period_id = progress.period_id
    where responsibility.period_id is not null
    group by responsibility.programme_id, responsibility.unit_id, responsibility.period_id
),

timeliness as (
    select
        report.programme_id,
        report.unit_id,
        report.period_id,
        report.due_on,
        report.state,
        report.is_owed,
        report.days_late,
        report.ladder,
        -- A unit that only supports owes no report; where none were ever handed in here, none can be missing.
        count(*) filter (
            where report.due_on <= clock.today
            and report.ladder not in ('not_collected', 'not_opened')
            and (report.version is not null or report.is_owed)
        ) over so_far as rounds_due_count,
        count(*) filter (where report.days_late = 0) over so_far as rounds_on_time_count,
        count(*) filter (where report.days_late > 0) over so_far as rounds_late_count,
        count(*) filter (
            where report.version is null
            and report.due_on < clock.today
            and report.is_owed
            and report.ladder not in ('not_collected', 'not_opened')
        ) over so_far as rounds_missing_count,
        coalesce(sum(report.days_late) over so_far, 0) as days_late_sum,
        mart.weakest(list(report.provenance) over so_far) as provenance
    from mart.report_round as report
    cross join clock
    window so_far as (
        partition by report.programme_id, report.unit_id
        order by report.due_on
        rows between unbounded preceding and current row
    )
),

versions as (
    select
        programme_id,
        unit_id,
        period_id,
        returned_count,
        -- A version after one that had been accepted corrects it.
        version > min(version) filter (where is_counted) over (partition by programme_id, unit_id, period_id)
            as is_correction
    from mart.report_version
),

quality as (
    select
        programme_id,
        unit_id,
        period_id,
        count(*) as version_count,
        count(*) filter (where returned_count > 0) as returned_count,
        count(*) filter (where is_correction) as corrected_count
    from versions
    group by programme_id, unit_id, period_id
),

findings as (
    select
        submission.programme_id,
        submission.unit_id,
        submission.period_id,
        count(*) as finding_count
    from quality.finding as finding
    inner join fact.submission as submission on finding.file = submission.source_file
    group by submission.programme_id, submission.unit_id, submission.period_id
)

select
    timeliness.programme_id,
    timeliness.unit_id,
    timeliness.period_id,
    timeliness.due_on,
    coalesce(targets.lead_target_count, 0) as lead_target_count,
    coalesce(targets.lead_fine_count, 0) as lead_fine_count,
    coalesce(targets.lead_behind_count, 0) as lead_behind_count,
    coalesce(targets.lead_no_data_count, 0) as lead_no_data_count,
    coalesce(targets.support_target_count, 0) as support_target_count,
    coalesce(targets.support_fine_count, 0) as support_fine_count,
    coalesce(targets.support_behind_count, 0) as support_behind_count,
    coalesce(targets.support_no_data_count, 0) as support_no_data_count,
    coalesce(targets.own_target_count, 0) as own_target_count,
    coalesce(targets.own_fine_count, 0) as own_fine_count,
    coalesce(targets.own_behind_count, 0) as own_behind_count,
    coalesce(targets.own_no_data_count, 0) as own_no_data_count,
    coalesce(tasks.lead_task_count, 0) as lead_task_count,
    coalesce(tasks.support_task_count, 0) as support_task_count,
    coalesce(tasks.task_done_count, 0) as task_done_count,
    coalesce(tasks.task_in_progress_count, 0) as task_in_progress_count,
    coalesce(tasks.task_not_started_count, 0) as task_not_started_count,
    coalesce(tasks.task_unreported_count, 0) as task_unreported_count,
    coalesce(tasks.lead_task_without_evidence_count, 0) as lead_task_without_evidence_count,
    timeliness.state as report_state,
    timeliness.is_owed,
    timeliness.days_late,
    timeliness.ladder,
    timeliness.rounds_due_count,
    timeliness.rounds_on_time_count,
    timeliness.rounds_late_count,
    timeliness.rounds_missing_count,
    timeliness.days_late_sum,
    coalesce(quality.version_count, 0) as version_count,
    coalesce(quality.returned_count, 0) as returned_count,
    coalesce(quality.corrected_count, 0) as corrected_count,
    -- Load: what one report of this unit has to speak of.
    coalesce(tasks.lead_task_count, 0)
    + coalesce(tasks.support_task_count, 0)
    + coalesce(targets.own_target_count, 0) as report_line_count,
    coalesce(findings.finding_count, 0) as finding_count,
    mart.weakest([targets.provenance, tasks.provenance, timeliness.provenance]) as provenance
from timeliness
left join tasks
    on timeliness.programme_id = tasks.programme_id
    and timeliness.unit_id = tasks.unit_id
    and timeliness.period_id = tasks.period_id
left join targets
    on timeliness.programme_id = targets.programme_id
    and timeliness.unit_id = targets.unit_id
    and timeliness.period_id = targets.period_id
left join quality
    on timeliness.programme_id = quality.programme_id
    and timeliness.unit_id = quality.unit_id
    and timeliness.period_id = quality.period_id
left join findings
    on timeliness.programme_id = findings.programme_id
    and timeliness.unit_id = findings.unit_id
    and timeliness.period_id = findings.period_id
