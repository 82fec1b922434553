-- one row per version of a centre's annual report, with its texts
select
    report.centre_id,
    any_value(report.programme_id) as programme_id,
    cast(report.period_id as integer) as year,
    cast(event.version as bigint) as version,
    cast(max(report.submitted_on) as date) as submitted_on,
    -- The day it came in, as the office counts days; a sample never did.
    case when report.provenance <> 'sample' then cast(max(cast(event.happened_at as timestamptz)) as date) end
        as received_on,
    max(report.is_nil) = '是' as is_nil,
    max(report.statement) filter (where report.item_id = 'progress') as progress,
    max(report.statement) filter (where report.item_id = 'problems') as problems,
    max(report.statement) filter (where report.item_id = 'next-steps') as next_steps,
    report.provenance,
    report._file as source_file,
    max(cast(event.happened_at as timestamptz) at time zone 'UTC') as recorded_at,
    cast(report.superseded_at as timestamptz) at time zone 'UTC' as superseded_at
from stage.centre_report as report
inner join stage.report_event as event
    on
        event.kind = 'centre_report'
        and report.centre_id = event.subject_id
        and report.period_id = event.period_id
        and event.event = 'submitted'
        and cast(event.version as bigint) = report.file_version
        -- The steps of a sample are its own, not those of the real report that came in its place.
        and report.superseded_at is not distinct from event.superseded_at
group by
    report.centre_id, report.period_id, event.version, report.provenance, report._file, report.superseded_at
