-- one row per programme × unit × round: targets, tasks, timeliness, quality and load side by side, and no score
select
    scorecard.programme_id,
    scorecard.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    scorecard.period_id,
    scorecard.due_on,
    scorecard.* exclude (programme_id, unit_id, period_id, due_on),
    coalesce(finding.finding_count, 0) as finding_count
from mart.unit_scorecard as scorecard
inner join dim.unit as unit on scorecard.unit_id = unit.unit_id
left join (
    select
        submission.programme_id,
        submission.unit_id,
        submission.period_id,
        count(*) as finding_count
    from quality.finding as finding
    inner join fact.submission as submission on finding.file = submission.source_file
    group by submission.programme_id, submission.unit_id, submission.period_id
) as finding
    on scorecard.programme_id = finding.programme_id
    and scorecard.unit_id = finding.unit_id
    and scorecard.period_id = finding.period_id
order by scorecard.programme_id, unit.sort_order, scorecard.due_on
