-- one row per target × round in which it lives: every round of its programme that its own dates touch and that had not
-- ended when a later document set it, with what holds of it on the last day of the round
with placed as (
    select
        target.target_id,
        target.programme_id,
        target.indicator_id,
        target.scope_id,
        target.comparator,
        target.starts_on,
        coalesce(span.due_on, target.due_on) as due_on,
        coalesce(span.target_value, target.target_value) as target_value,
        coalesce(span.target_low, target.target_low) as target_low,
        coalesce(span.target_high, target.target_high) as target_high,
        span.original_target_value,
        span.original_target_low,
        span.original_target_high,
        span.original_due_on,
        coalesce(span.is_revised, false) as is_revised,
        span.ended_kind,
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
    left join fact.target_span as span
        on
            target.target_id = span.target_id
            and span.unit_id is null
            and (span.valid_from is null or span.valid_from <= period.ends_on)
            and (span.valid_to is null or span.valid_to > period.ends_on)
    left join fact.later_target as later on target.target_id = later.target_id
    where later.set_on is null or later.set_on <= period.ends_on
)

select *
from placed
where
    period_ends_on >= starts_on
    and period_starts_on <= due_on
    -- From then on it is followed under the target that it was merged into.
    and ended_kind is distinct from 'merged'
