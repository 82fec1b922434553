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
    count(*) as owed_count,
    count(report.version) as report_count,
    count(*) filter (where report.days_late = 0) as on_time_count,
    count(*) filter (where report.days_late > 0) as late_count,
    count(*) filter (where report.version is null) as missing_count,
    count(*) filter (where report.state = 'returned') as returned_count,
    count(*) filter (where report.state = 'submitted') as undecided_count,
    count(*) filter (where report.counted_version is not null) as accepted_count,
    count(*) filter (where report.is_nil) as nil_count,
    count(*) filter (where report.is_correction) as correction_count,
    count(*) filter (where not report.is_complete) as incomplete_count,
    closed.closed_at,
    closed.closed_by,
    count(*) filter (where closed.closed_at is not null and not report.is_closed) as reopened_count,
    -- One sample report makes the counts a sample.
    case
        when bool_or(report.provenance = 'sample') then 'sample'
        when count(report.version) > 0 then 'reported'
    end as provenance
from mart.report_round as report
left join closed on report.programme_id = closed.programme_id and report.period_id = closed.period_id
where report.is_lead
group by report.programme_id, report.period_id, report.due_on, closed.closed_at, closed.closed_by
order by report.programme_id, report.due_on
