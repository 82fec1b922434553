-- one row per version of a report that a unit sent
select distinct
    concat_ws('/', report.programme_id, report.period_id, bearer.unit_id, 'v' || report.version) as submission_id,
    report.programme_id,
    bearer.unit_id,
    report.period_id,
    cast(report.version as integer) as version,
    cast(report.submitted_on as date) as submitted_on,
    coalesce(journal.recorded_at, cast(report.submitted_on as timestamptz) at time zone 'UTC') as recorded_at,
    -- The day it came in, as the office counts days; a sample never did.
    case when report.provenance <> 'sample' then cast(journal.recorded_at at time zone 'UTC' as date) end as received_on,
    report.is_nil in ('是', 'true') as is_nil,
    report.provenance,
    report._file as source_file,
    cast(report.superseded_at as timestamptz) at time zone 'UTC' as superseded_at
from stage.report as report
inner join dim.period as period on report.period_id = period.period_id
inner join dim.unit_bearer as bearer
    on report.unit_name = bearer.alias_name and period.ends_on between bearer.taken_from and bearer.taken_until
left join (
    select
        programme_id,
        period_id,
        subject_id as unit_id,
        version,
        superseded_at,
        min(cast(happened_at as timestamptz) at time zone 'UTC') as recorded_at
    from stage.report_event
    where kind = 'report' and event = 'submitted'
    group by all
) as journal
    on report.programme_id = journal.programme_id
    and report.period_id = journal.period_id
    and bearer.unit_id = journal.unit_id
    and report.version = journal.version
    -- The steps of a sample are its own, not those of the real report that came in its place.
    and report.superseded_at is not distinct from journal.superseded_at
