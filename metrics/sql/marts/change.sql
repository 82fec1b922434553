-- one row per target × unit × pair of judgements: both values, both statuses and the kind of change
with measured as (
    select
        *,
        after_value - before_value as change_value,
        -- How far the figure lies from where it should go: the smaller the better.
        case
            when comparator = 'range' then greatest(target_low - before_value, before_value - target_high, 0)
            when comparator = '<=' or direction = 'down' then before_value
            else -before_value
        end as before_distance,
        case
            when comparator = 'range' then greatest(target_low - after_value, after_value - target_high, 0)
            when comparator = '<=' or direction = 'down' then after_value
            else -after_value
        end as after_distance
    from mart.change_pair
)

select
    programme_id,
    target_id,
    indicator_id,
    unit_id,
    before_period_id,
    after_period_id,
    before_value,
    after_value,
    change_value,
    measure_unit,
    before_attainment_pct,
    after_attainment_pct,
    before_status,
    after_status,
    before_status is distinct from after_status as is_status_changed,
    before_provenance,
    after_provenance,
    before_qualifier,
    after_qualifier,
    mart.weakest([before_provenance, after_provenance]) as provenance,
    judgement_provenance,
    is_restated,
    case
        when before_value is null and after_value is null then 'missing'
        when before_value is null then 'new'
        when after_value is null then 'gone'
        when after_distance < before_distance then 'improved'
        when after_distance > before_distance then 'worsened'
        else 'unchanged'
    end as change_kind
from measured
