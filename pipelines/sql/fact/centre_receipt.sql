-- one row per day that an officer gave as the one on which a centre's annual report came in, with the reason
select
    step.centre_id,
    cast(step.period_id as integer) as year,
    cast(step.received_on as date) as received_on,
    step.actor,
    step.reason,
    step._row as sort_order,
    cast(step.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.step as step
where step.kind = 'centre_report' and step.step = 'receipt_day'
