-- one row per thing that happened to an imported statistic: accepted or held on receipt, taken or withdrawn by a person
select
    event.import_number,
    event.sha256,
    event.file_name,
    event.indicator_id,
    event.statistic,
    event.measure_unit,
    cast(event.figure_count as integer) as figure_count,
    event.event,
    event.actor,
    event.reason,
    event.source_file,
    cast(event.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.statistic_event as event
