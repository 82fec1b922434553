-- one row per target × unit that carries a part of it × round in which the target lives: what holds of the part then
select
    target_round.target_id,
    unit_target.unit_id,
    target_round.period_id,
    target_round.period_ends_on,
    target_round.year_ends_on,
    target_round.measure_type,
    target_round.comparator,
    target_round.starts_on,
    coalesce(span.due_on, target_round.due_on) as due_on,
    coalesce(span.target_value, unit_target.target_value) as target_value,
    unit_target.baseline_value,
    unit_target.provenance,
    span.original_target_value,
    span.original_due_on,
    coalesce(span.is_revised, false) as is_revised,
    span.ended_kind
from mart.target_round as target_round
inner join fact.unit_target as unit_target on target_round.target_id = unit_target.target_id
left join fact.target_span as span
    on
        unit_target.target_id = span.target_id
        and unit_target.unit_id = span.unit_id
        and (span.valid_from is null or span.valid_from <= target_round.period_ends_on)
        and (span.valid_to is null or span.valid_to > target_round.period_ends_on)
where
    target_round.period_starts_on <= coalesce(span.due_on, target_round.due_on)
    and span.ended_kind is distinct from 'merged'
