-- one row per version that a unit sent for one round, the first one first
select
    submission_id,
    version,
    submitted_on,
    received_on,
    state
from mart.report_version
where programme_id = $programme_id
    and period_id = $period_id
    and unit_id = $unit_id
order by version
