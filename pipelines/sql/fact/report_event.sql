-- one row per version of a report × state it came into, whoever sends it
select
    kind as kind_id,
    programme_id,
    period_id,
    subject_id,
    cast(version as integer) as version,
    event,
    actor,
    reason,
    provenance,
    source_file,
    cast(source_row as integer) as source_row,
    cast(sort_order as integer) as sort_order,
    cast(happened_at as timestamptz) at time zone 'UTC' as recorded_at,
    cast(superseded_at as timestamptz) at time zone 'UTC' as superseded_at
from stage.report_event
