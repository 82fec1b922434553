-- one row per target × unit × round: what changed since the round before
select
    change.programme_id,
    change.target_id,
    change.indicator_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    case
        when change.unit_id is not null then 'unit_part'
        when target.level = 'task' then 'yearly_requirement'
        else 'goal'
    end as target_kind,
    change.unit_id,
    unit.unit_name,
    change.before_period_id,
    change.after_period_id,
    change.before_value,
    change.after_value,
    change.change_value,
    change.measure_unit,
    round(change.before_attainment_pct, 4) as before_attainment_pct,
    round(change.after_attainment_pct, 4) as after_attainment_pct,
    change.before_status,
    change.after_status,
    change.is_status_changed,
    change.change_kind,
    change.is_restated,
    change.before_qualifier,
    change.after_qualifier,
    change.before_provenance,
    change.after_provenance,
    change.provenance,
    change.judgement_provenance
from mart.change as change
inner join dim.indicator as indicator on change.indicator_id = indicator.indicator_id
left join fact.target as target on change.target_id = target.target_id
left join dim.unit_round as unit on change.unit_id = unit.unit_id and change.after_period_id = unit.period_id
order by target.sort_order, change.unit_id nulls first, change.after_period_id
