-- one row per step of one centre's annual reports, in order
select
    kind_id,
    cast(period_id as integer) as year,
    version,
    event,
    actor,
    reason,
    recorded_at as happened_at,
    provenance
from fact.report_event
where
    kind_id = 'centre_report'
    and subject_id = $centre_id
    and ($year is null or cast(period_id as integer) = $year)
order by year, version, sort_order
