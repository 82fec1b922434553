-- one row per figure of a report version, as read and as written, with what is said of it and its ledger's count
select
    line.item_id as indicator_id,
    indicator.name_zh,
    indicator.name_en,
    observation.actual_value,
    indicator.measure_unit,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    indicator.is_whole,
    indicator.decimals,
    indicator.measure_type,
    line.value_text,
    line.unit_text,
    line.value_column,
    line.value_cell,
    line.sheet_name,
    report.numerator_value,
    report.denominator_value,
    report.progress,
    report.problems,
    report.next_steps,
    report.evidence,
    line.source_file,
    line.source_row,
    target.target_id,
    reconciliation.evidence_value,
    reconciliation.record_count,
    reconciliation.verdict
from fact.report_line as line
inner join fact.submission as submission on line.submission_id = submission.submission_id
inner join dim.indicator as indicator on line.item_id = indicator.indicator_id
inner join dim.measure_unit as measure_unit on indicator.measure_unit = measure_unit.measure_unit
left join fact.indicator_report as report
    on line.submission_id = report.submission_id and line.source_row = report.source_row
left join fact.observation as observation
    on line.submission_id = observation.submission_id and line.item_id = observation.indicator_id
left join fact.target as target
    on line.item_id = target.indicator_id and submission.programme_id = target.programme_id
-- The reconciliation of a round speaks of the version that counts.
left join mart.reconciliation as reconciliation
    on target.target_id = reconciliation.target_id
    and submission.unit_id = reconciliation.unit_id
    and submission.period_id = reconciliation.period_id
    and submission.submission_id = reconciliation.submission_id
where line.submission_id = $submission_id
    and line.item_kind = 'indicator'
qualify row_number() over (partition by line.item_id, line.source_row order by target.sort_order) = 1
order by line.source_row
