-- one row per target × round × unit that contributes, or whose accepted figure speaks to the target and is in none
select
    target_round.programme_id,
    target_round.target_id,
    target_round.period_id,
    contribution.unit_id,
    contribution.role,
    contribution.basis,
    contribution.is_complete,
    contribution.weight,
    reporter.is_stated,
    reporter.section,
    reporter.note_zh,
    reporter.note_en,
    coalesce(part.actual_value, part.floor_value) as actual_value,
    part.actual_value is null and part.floor_value is not null as is_carried,
    case when coalesce(part.actual_value, part.floor_value) is not null then part.provenance end as provenance,
    counted.unit_id is not null as is_counted,
    cast(null as varchar) as reason
from mart.target_round as target_round
inner join mart.round_contribution as contribution
    on target_round.target_id = contribution.target_id and target_round.period_id = contribution.period_id
inner join mart.part_actual as part
    on contribution.target_id = part.target_id
    and contribution.unit_id = part.unit_id
    and target_round.period_id = part.period_id
left join fact.reporter as reporter
    on contribution.target_id = reporter.target_id and contribution.unit_id = reporter.unit_id
left join mart.counted_part as counted
    on contribution.target_id = counted.target_id
    and contribution.unit_id = counted.unit_id
    and target_round.period_id = counted.period_id
union all
select
    programme_id,
    target_id,
    period_id,
    unit_id,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    actual_value,
    false,
    provenance,
    false,
    reason
from mart.uncounted_figure
