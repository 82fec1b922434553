-- one row per programme × round: when its reports fall due, from when they are late, whether they are owed, who opened it
with acts as (
    select
        programme_id,
        period_id,
        arg_max(due_on, (recorded_at, sort_order)) filter (where due_on is not null) as due_on,
        arg_min(recorded_at, (recorded_at, sort_order)) filter (where step = 'open') as opened_at,
        arg_min(actor, (recorded_at, sort_order)) filter (where step = 'open') as opened_by
    from fact.round_step
    where step in ('open', 'due')
    group by programme_id, period_id
)

select
    round.programme_id,
    round.period_id,
    round.sort_order,
    coalesce(acts.due_on, round.due_on) as due_on,
    -- A report is late from the day after.
    coalesce(acts.due_on, round.due_on) + programme.grace_days as in_time_until,
    round.is_open or acts.opened_at is not null as is_open,
    acts.opened_at,
    acts.opened_by
from dim.round as round
inner join dim.programme as programme on round.programme_id = programme.programme_id
left join acts on round.programme_id = acts.programme_id and round.period_id = acts.period_id
