-- one row: when the last thing happened to a report that the build knows of; empty before the first
select max(recorded_at) as recorded_at
from (
    select recorded_at from fact.report_event
    union all
    select recorded_at from fact.round_step
    union all
    select recorded_at from fact.arrival
) as happened
