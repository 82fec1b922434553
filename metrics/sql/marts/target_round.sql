-- one row per target × round in which it lives: every round of its programme that its own dates touch
select
    target.target_id,
    target.programme_id,
    target.indicator_id,
    target.scope_id,
    target.comparator,
    target.starts_on,
    target.due_on,
    indicator.measure_type,
    indicator.aggregation,
    indicator.direction,
    round.period_id,
    period.starts_on as period_starts_on,
    period.ends_on as period_ends_on,
    period.year,
    period.year_ends_on
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.round as round on target.programme_id = round.programme_id
inner join dim.period as period on round.period_id = period.period_id
where period.ends_on >= target.starts_on and period.starts_on <= target.due_on
