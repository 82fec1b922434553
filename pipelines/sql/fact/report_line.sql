-- one row per line of a report version: where it stands in its file, and its figure as written there
select
    submission.submission_id,
    case report.item_kind when '指标' then 'indicator' when '任务' then 'task' end as item_kind,
    report.item_id,
    coalesce(report.value_text, report.actual_value) as value_text,
    coalesce(report.unit_text, report.measure_unit) as unit_text,
    -- Sample files know one header only; a received file is kept with its own words.
    case when report.actual_value is not null then coalesce(report.value_column, '数值') end as value_column,
    report.value_cell,
    report._sheet as sheet_name,
    report._file as source_file,
    report._row as source_row,
    submission.recorded_at,
    submission.superseded_at
from stage.report as report
inner join fact.submission as submission on report._file = submission.source_file
where report.item_id is not null
