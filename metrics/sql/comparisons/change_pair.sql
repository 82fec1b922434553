-- one row per target × unit: its judgement in the later view beside the one in the earlier view
with before as (
    select *
    from earlier.attainment
    where period_id = coalesce($before_period_id, period_id)
    qualify row_number() over (partition by target_id, unit_id order by period_ends_on desc) = 1
),

after as (
    select *
    from later.attainment
    where period_id = coalesce($after_period_id, period_id)
    qualify row_number() over (partition by target_id, unit_id order by period_ends_on desc) = 1
)

select
    coalesce(after.programme_id, before.programme_id) as programme_id,
    coalesce(after.target_id, before.target_id) as target_id,
    coalesce(after.indicator_id, before.indicator_id) as indicator_id,
    coalesce(after.unit_id, before.unit_id) as unit_id,
    coalesce(after.comparator, before.comparator) as comparator,
    coalesce(after.target_low, before.target_low) as target_low,
    coalesce(after.target_high, before.target_high) as target_high,
    coalesce(after.direction, before.direction) as direction,
    coalesce(after.measure_unit, before.measure_unit) as measure_unit,
    before.period_id as before_period_id,
    after.period_id as after_period_id,
    before.actual_value as before_value,
    after.actual_value as after_value,
    before.attainment_pct as before_attainment_pct,
    after.attainment_pct as after_attainment_pct,
    before.status as before_status,
    after.status as after_status,
    before.provenance as before_provenance,
    after.provenance as after_provenance,
    case when before.actual_value is not null then before.qualifier end as before_qualifier,
    case when after.actual_value is not null then after.qualifier end as after_qualifier,
    mart.weakest([before.judgement_provenance, after.judgement_provenance]) as judgement_provenance,
    -- The later view says something else about the round that the earlier one was judged in.
    before.period_id is not null and before.actual_value is not null
    and before.actual_value is distinct from same_round.actual_value as is_restated
from after
full join before on after.target_id = before.target_id and after.unit_id is not distinct from before.unit_id
left join later.attainment as same_round
    on before.target_id = same_round.target_id
    and before.unit_id is not distinct from same_round.unit_id
    and before.period_id = same_round.period_id
order by target_id, unit_id nulls first
