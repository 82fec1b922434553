-- one row per target × round: the round whose figures judge it, after the due date that stays the last one by then
select
    target.target_id,
    round.period_id,
    case
        when period.ends_on <= target.due_on then round.period_id
        else last_value(case when period.ends_on <= target.due_on then round.period_id end ignore nulls) over (
            partition by target.target_id
            order by period.ends_on
            rows between unbounded preceding and current row
        )
    end as judged_period_id
from fact.target as target
inner join dim.round as round on target.programme_id = round.programme_id
inner join dim.period as period on round.period_id = period.period_id
