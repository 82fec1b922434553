-- one row per step of one centre's annual reports, in order
select
    year,
    version,
    event,
    actor,
    reason,
    recorded_at as happened_at,
    provenance
from fact.centre_report_event
where
    centre_id = $centre_id
    and ($year is null or year = $year)
order by year, version, sort_order
