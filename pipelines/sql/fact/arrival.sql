-- one row per file that came in as a report of a unit it could be told from, accepted or refused
select
    arrival.programme_id,
    arrival.period_id,
    arrival.subject_id as unit_id,
    cast(arrival.version as integer) as version,
    arrival.verdict,
    arrival.file_name,
    arrival.sent_by,
    cast(arrival.error_count as integer) as error_count,
    cast(arrival.warning_count as integer) as warning_count,
    arrival._row as sort_order,
    cast(arrival.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.arrival as arrival
inner join dim.unit as unit on arrival.subject_id = unit.unit_id
where arrival.kind = 'report'
