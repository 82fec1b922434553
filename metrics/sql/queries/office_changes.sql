-- one row per change of what the office says of itself, the latest first
select
    recorded_at,
    actor,
    reason,
    changed
from fact.office_change
order by recorded_at desc
