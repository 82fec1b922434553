-- one row per change of what the office says of itself: by whom, why, and which facts
select
    change.actor,
    change.reason,
    change.changed,
    cast(change.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.office_change as change
