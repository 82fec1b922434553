-- one row per target that a programme states, with the day on which a report on it first falls due
select
    target.target_id,
    indicator.name_zh,
    indicator.name_en,
    scope.name_zh as scope_name_zh,
    scope.name_en as scope_name_en,
    target.scope_id,
    target.level,
    indicator.measure_type,
    target.comparator,
    target.target_value,
    target.target_low,
    target.target_high,
    target.measure_unit,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    indicator.is_whole,
    indicator.decimals,
    target.starts_on,
    target.due_on,
    (
        select min(planned_round.due_on)
        from dim.planned_round as planned_round
        where
            planned_round.programme_id = target.programme_id
            and planned_round.due_on between target.starts_on and target.due_on
    ) as first_due_on
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.scope as scope on target.scope_id = scope.scope_id
inner join dim.measure_unit as measure_unit on target.measure_unit = measure_unit.measure_unit
where target.programme_id = $programme_id
order by target.sort_order
