-- one row per row of a sample annual report that stood until a real report of the same centre and year came in
update stage.centre_report
set superseded_at = arrived.received_at
from (
    select
        centre_id,
        period_id,
        min(received_at) as received_at
    from stage.receipt
    where kind = 'centre_report'
    group by centre_id, period_id
) as arrived
where
    stage.centre_report.centre_id = arrived.centre_id
    and stage.centre_report.period_id = arrived.period_id
