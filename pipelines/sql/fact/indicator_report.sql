-- one row per report version × indicator it speaks of: what it says beside the figure, and both parts of a share
select
    submission.submission_id,
    report.item_id as indicator_id,
    cast(report.numerator_value as decimal(24, 6)) as numerator_value,
    cast(report.denominator_value as decimal(24, 6)) as denominator_value,
    cast(report.last_value as decimal(24, 6)) as last_value,
    report.progress,
    report.problems,
    report.next_steps,
    report.evidence,
    report._file as source_file,
    report._row as source_row,
    submission.recorded_at,
    submission.superseded_at
from stage.report as report
inner join fact.submission as submission on report._file = submission.source_file
where report.item_kind = '指标'
    -- A row that only its prefilled cells fill says nothing of its indicator.
    and coalesce(
        report.actual_value, report.numerator_value, report.denominator_value, report.progress, report.problems,
        report.next_steps, report.evidence
    ) is not null
