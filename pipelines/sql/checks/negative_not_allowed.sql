-- one row per figure, target or part below zero of an indicator that is never negative
select
    observation.source_file as _file,
    observation.source_row as _row,
    observation.indicator_id,
    cast(observation.actual_value as varchar) as value
from fact.observation as observation
inner join dim.indicator as indicator on observation.indicator_id = indicator.indicator_id
where not indicator.may_be_negative and observation.actual_value < 0 and observation.basis_match = 'same'
union all
select
    target.source_file,
    target.source_row,
    target.target_id,
    cast(least(target.target_value, target.target_low, target.target_high, target.baseline_value) as varchar)
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
where
    not indicator.may_be_negative
    and least(target.target_value, target.target_low, target.target_high, target.baseline_value) < 0
union all
select
    unit_target.source_file,
    unit_target.source_row,
    unit_target.target_id,
    cast(least(unit_target.target_value, unit_target.baseline_value) as varchar)
from fact.unit_target as unit_target
inner join fact.target as target on unit_target.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
where not indicator.may_be_negative and least(unit_target.target_value, unit_target.baseline_value) < 0
