-- one row per programme × round: how many reports it owes, how they stand, and whether it is closed
with closed as (
    select
        programme_id,
        period_id,
        max(recorded_at) as closed_at,
        arg_max(actor, recorded_at) as closed_by
    from fact.round_step
    where step = 'close'
    group by programme_id, period_id
)

select
    report.programme_id,
    report.period_id,
    report.due_on,
    report.is_collected,
    report.collected_since,
    count(*) as owed_count,
    count(report.version) as report_count,
    count(*) filter (where report.days_late = 0) as on_time_count,
    count(*) filter (where report.days_late > 0) as late_count,
    count(*) filter (where report.version is null and report.is_collected) as missing_count,
    count(*) filter (where report.state = 'returned') as returned_count,
    count(*) filter (where report.state = 'submitted') as undecided_count,
    count(*) filter (where report.counted_version is not null) as accepted_count,
    count(*) filter (where report.is_nil) as nil_count,
    count(*) filter (where report.is_correction) as correction_count,
    count(*) filter (where not report.is_complete) as incomplete_count,
    closed.closed_at,
    closed.closed_by,
    count(*) filter (where closed.closed_at is not null and not report.is_closed) as reopened_count,
    any_value(report.leads_provenance) as provenance
from mart.report_round as report
left join closed on report.programme_id = closed.programme_id and report.period_id = closed.period_id
where report.is_owed
group by
    report.programme_id, report.period_id, report.due_on, report.is_collected, report.collected_since, closed.closed_at, closed.closed_by
order by report.programme_id, report.due_on
