-- one row per target × unit × round, unit_id null for the whole: the figure of the round, and against what it stands
select
    target_round.target_id,
    cast(null as varchar) as unit_id,
    target_round.period_id,
    target_round.period_ends_on,
    target_round.year_ends_on,
    target_round.measure_type,
    target_round.comparator,
    target_round.starts_on,
    target_round.due_on,
    target_round.target_value,
    target_round.target_low,
    target_round.target_high,
    target_round.original_target_value,
    target_round.original_target_low,
    target_round.original_target_high,
    target_round.original_due_on,
    target_round.is_revised,
    target_round.ended_kind,
    'policy' as target_provenance,
    case when target.baseline_value is not null then 'policy' end as baseline_provenance,
    actual.actual_value,
    actual.qualifier,
    actual.provenance,
    actual.actual_period_label,
    actual.actual_ends_on,
    actual.carried_from_label,
    actual.period_value,
    actual.part_count,
    actual.part_missing_count,
    actual.part_carried_value,
    actual.open_reason,
    target.baseline_value,
    target.baseline_on
from mart.target_round as target_round
inner join fact.target as target on target_round.target_id = target.target_id
inner join mart.programme_actual as actual
    on target_round.target_id = actual.target_id and target_round.period_id = actual.period_id
union all
select
    part.target_id,
    part.unit_id,
    part.period_id,
    part.period_ends_on,
    part.year_ends_on,
    part.measure_type,
    part.comparator,
    part.starts_on,
    part.due_on,
    part.target_value,
    -- The edges of a range are those of the whole.
    target.target_low,
    target.target_high,
    part.original_target_value,
    null,
    null,
    part.original_due_on,
    part.is_revised,
    part.ended_kind,
    part.provenance,
    case when part.baseline_value is not null then part.provenance end,
    actual.actual_value,
    'exact',
    case when actual.actual_value is not null then actual.provenance end,
    case when actual.actual_value is not null then actual.actual_period_label end,
    case when actual.actual_value is not null then part.period_ends_on end,
    actual.carried_from_label,
    null,
    1,
    case when actual.actual_value is null then 1 else 0 end,
    null,
    null,
    part.baseline_value,
    case when part.baseline_value is not null then part.starts_on end
from mart.part_round as part
inner join fact.target as target on part.target_id = target.target_id
inner join mart.part_actual as actual
    on part.target_id = actual.target_id
    and part.unit_id = actual.unit_id
    and part.period_id = actual.period_id
