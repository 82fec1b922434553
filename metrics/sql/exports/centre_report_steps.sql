-- one row per step of a centre's annual report: handed in, forwarded, filed, returned
select
    centre.centre_id,
    centre.centre_name,
    cast(event.period_id as integer) as year,
    event.version,
    event.event as report_event,
    event.actor,
    event.reason,
    event.provenance,
    event.source_file,
    event.recorded_at
from fact.report_event as event
inner join fact.centre as centre on event.subject_id = centre.centre_id
where event.kind_id = 'centre_report'
order by centre.centre_id, year, event.sort_order
