-- one row per version of a centre's annual report × datum with a number; one that was left empty has no row
select
    version.centre_id,
    version.year,
    version.version,
    report.item_id,
    cast(report.actual_value as decimal(24, 6)) as actual_value,
    report.measure_unit,
    cast(report.last_value as decimal(24, 6)) as stated_last_value,
    report.note,
    version.provenance,
    version.source_file,
    report._row as source_row,
    version.recorded_at,
    version.superseded_at
from stage.centre_report as report
inner join fact.centre_report as version
    on
        report.centre_id = version.centre_id
        and report._file = version.source_file
        and cast(report.period_id as integer) = version.year
        and report.file_version = version.version
where report.actual_value is not null
