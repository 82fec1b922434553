-- one row per target × round × unit whose figure, or last known one, is in that of the whole
select
    part.target_id,
    part.period_id,
    part.unit_id,
    contribution.role,
    contribution.basis,
    part.actual_value,
    part.floor_value,
    coalesce(part.actual_value, part.floor_value) as known_value,
    part.actual_period_label,
    part.carried_from_label,
    part.observation_id,
    part.provenance
from mart.part_actual as part
inner join mart.round_contribution as contribution
    on part.target_id = contribution.target_id
    and part.unit_id = contribution.unit_id
    and part.period_id = contribution.period_id
inner join mart.whole_actual as whole on part.target_id = whole.target_id and part.period_id = whole.period_id
where
    coalesce(part.actual_value, part.floor_value) is not null
    and case
        -- Who speaks for the whole, or has the largest single figure where it says more than those that add up.
        when whole.is_by_reporter or whole.is_by_overlap then part.unit_id = whole.speaking_unit_id
        else contribution.role = 'part' or (whole.aggregation = 'worst' and contribution.role = 'overlap')
    end
