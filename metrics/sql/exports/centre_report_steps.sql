-- one row per step of a centre's annual report: handed in, forwarded, filed, returned
select
    event.centre_id,
    centre.centre_name,
    event.year,
    event.version,
    event.event as report_event,
    event.actor,
    event.reason,
    event.provenance,
    event.source_file,
    event.recorded_at
from fact.centre_report_event as event
inner join fact.centre as centre on event.centre_id = centre.centre_id
order by event.centre_id, event.year, event.sort_order
