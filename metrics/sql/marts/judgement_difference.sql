-- one row per target × unit of a closed round that would be judged otherwise today: then and now, and why
with closed as (
    select *
    from mart.closing
    where closing_id is not null
),

frozen as (
    select attainment.*
    from mart.attainment as attainment
    inner join closed on attainment.programme_id = closed.programme_id and attainment.period_id = closed.period_id
),

now as (
    select judged.*
    from mart.judged_now as judged
    inner join closed on judged.programme_id = closed.programme_id and judged.period_id = closed.period_id
),

paired as (
    select
        coalesce(frozen.programme_id, now.programme_id) as programme_id,
        coalesce(frozen.period_id, now.period_id) as period_id,
        coalesce(frozen.target_id, now.target_id) as target_id,
        coalesce(frozen.unit_id, now.unit_id) as unit_id,
        coalesce(frozen.indicator_id, now.indicator_id) as indicator_id,
        coalesce(frozen.scope_id, now.scope_id) as scope_id,
        coalesce(frozen.measure_unit, now.measure_unit) as measure_unit,
        coalesce(frozen.provenance, now.provenance) as provenance,
        frozen.target_id is null as is_new,
        now.target_id is null as is_gone,
        frozen.actual_value as frozen_value,
        now.actual_value as new_value,
        frozen.qualifier as frozen_qualifier,
        now.qualifier as new_qualifier,
        coalesce(frozen.target_value, frozen.target_low) as frozen_target_value,
        coalesce(now.target_value, now.target_low) as new_target_value,
        frozen.status as frozen_status,
        now.status as new_status,
        frozen.rule_version as frozen_rule_version,
        now.rule_version as new_rule_version,
        (frozen.actual_value, frozen.qualifier) is distinct from (now.actual_value, now.qualifier) as is_other_figure,
        (frozen.target_value, frozen.target_low, frozen.target_high, frozen.due_on)
        is distinct from (now.target_value, now.target_low, now.target_high, now.due_on) as is_other_target
    from frozen
    full join now
        on
            frozen.programme_id = now.programme_id
            and frozen.period_id = now.period_id
            and frozen.target_id = now.target_id
            and frozen.unit_id is not distinct from now.unit_id
    where
        frozen.target_id is null
        or now.target_id is null
        or (frozen.actual_value, frozen.qualifier, frozen.status, frozen.attainment_pct)
        is distinct from (now.actual_value, now.qualifier, now.status, now.attainment_pct)
        or (frozen.target_value, frozen.target_low, frozen.target_high, frozen.comparator, frozen.baseline_value)
        is distinct from (now.target_value, now.target_low, now.target_high, now.comparator, now.baseline_value)
        or (frozen.starts_on, frozen.due_on, frozen.expected_value, frozen.pace_ratio)
        is distinct from (now.starts_on, now.due_on, now.expected_value, now.pace_ratio)
)

select
    paired.*,
    case
        when paired.is_new or paired.is_gone or paired.is_other_target or changed.target_id is not null then 'definition'
        when paired.is_other_figure then 'figures'
        else 'rules'
    end as difference_kind,
    closed.closing_id,
    closed.recorded_at as closed_at
from paired
inner join closed on paired.programme_id = closed.programme_id and paired.period_id = closed.period_id
left join mart.changed_definition as changed
    on closed.closing_id = changed.closing_id and paired.target_id = changed.target_id
order by paired.programme_id, paired.period_id, paired.target_id, paired.unit_id nulls first
