-- one row per programme × round
select
    round.programme_id,
    round.period_id,
    period.ends_on,
    round.due_on,
    round.is_open,
    round.opened_at,
    round.opened_by
from mart.round as round
inner join dim.period as period on round.period_id = period.period_id
order by round.programme_id, round.sort_order
