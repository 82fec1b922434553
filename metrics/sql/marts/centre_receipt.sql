-- one row per centre × year with an annual report: the day it first came in, or the earlier one that an officer gave
with given as (
    select
        centre_id,
        year,
        arg_max(received_on, (recorded_at, sort_order)) as received_on,
        arg_max(actor, (recorded_at, sort_order)) as actor,
        arg_max(reason, (recorded_at, sort_order)) as reason
    from fact.centre_receipt
    group by centre_id, year
)

select
    report.centre_id,
    report.year,
    arg_min(report.submitted_on, report.version) as submitted_on,
    -- Of a sample, which has no receipt, its own date.
    coalesce(any_value(given.received_on), min(report.received_on), min(report.submitted_on)) as received_on,
    any_value(given.actor) as receipt_day_by,
    any_value(given.reason) as receipt_day_reason,
    min(report.recorded_at) as recorded_at,
    bool_and(report.provenance = 'sample') as is_sample,
    mart.weakest(list(report.provenance)) as provenance
from fact.centre_report as report
left join given on report.centre_id = given.centre_id and report.year = given.year
group by report.centre_id, report.year
