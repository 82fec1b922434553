-- one row per import of an official statistic: what it was taken for, how it stands, and who decided why
select
    event.import_number,
    max(event.file_name) as file_name,
    max(event.sha256) as sha256,
    max(event.indicator_id) as indicator_id,
    max(event.statistic) as statistic,
    max(event.measure_unit) as measure_unit,
    max(event.figure_count) as figure_count,
    case arg_max(event.event, event.recorded_at)
        when 'accepted' then 'counts'
        when 'take' then 'counts'
        when 'withdraw' then 'withdrawn'
        else 'held'
    end as import_state,
    min(event.recorded_at) as received_at,
    arg_max(event.recorded_at, event.recorded_at) as decided_at,
    -- Not the last name that was given, but that of the last thing that happened, if there was one.
    arg_max(coalesce(event.actor, ''), event.recorded_at) as decided_by,
    arg_max(coalesce(event.reason, ''), event.recorded_at) as decision_reason
from fact.statistic_event as event
group by event.import_number
