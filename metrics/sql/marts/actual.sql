-- one row per target × unit × round, unit_id null for the whole: the figure of the round, and against what it stands
select
    target_round.target_id,
    cast(null as varchar) as unit_id,
    target_round.period_id,
    target_round.period_ends_on,
    target_round.year_ends_on,
    target_round.measure_type,
    target_round.comparator,
    target.target_value,
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
    target_round.target_id,
    unit_target.unit_id,
    target_round.period_id,
    target_round.period_ends_on,
    target_round.year_ends_on,
    target_round.measure_type,
    target_round.comparator,
    unit_target.target_value,
    unit_target.provenance,
    case when unit_target.baseline_value is not null then unit_target.provenance end,
    actual.actual_value,
    'exact',
    case when actual.actual_value is not null then actual.provenance end,
    case when actual.actual_value is not null then actual.actual_period_label end,
    case when actual.actual_value is not null then target_round.period_ends_on end,
    actual.carried_from_label,
    null,
    1,
    case when actual.actual_value is null then 1 else 0 end,
    null,
    null,
    unit_target.baseline_value,
    case when unit_target.baseline_value is not null then target_round.starts_on end
from mart.target_round as target_round
inner join fact.unit_target as unit_target on target_round.target_id = unit_target.target_id
inner join mart.part_actual as actual
    on unit_target.target_id = actual.target_id
    and unit_target.unit_id = actual.unit_id
    and target_round.period_id = actual.period_id
