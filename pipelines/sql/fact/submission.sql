-- one row per version of a report that a unit sent
select distinct
    concat_ws('/', report.programme_id, report.period_id, unit_alias.unit_id, 'v' || report.version) as submission_id,
    report.programme_id,
    unit_alias.unit_id,
    report.period_id,
    cast(report.version as integer) as version,
    cast(report.submitted_on as date) as submitted_on,
    report.is_nil in ('是', 'true') as is_nil,
    report.provenance,
    report._file as source_file
from stage.report as report
inner join dim.unit_alias as unit_alias on report.unit_name = unit_alias.alias_name
