-- one row per change of state of a version of a centre's annual report: submitted, forwarded, filed, returned
select
    centre_id,
    cast(year as integer) as year,
    version,
    event,
    actor,
    reason,
    provenance,
    source_file,
    source_row,
    sort_order,
    cast(happened_at as timestamptz) at time zone 'UTC' as recorded_at,
    cast(superseded_at as timestamptz) at time zone 'UTC' as superseded_at
from stage.centre_report_event
