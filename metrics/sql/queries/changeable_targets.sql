-- one row per target of a programme with what it asks for on a day, and what has ended it by then
select
    target.target_id,
    indicator.name_zh,
    indicator.name_en,
    scope.name_zh as scope_name_zh,
    scope.name_en as scope_name_en,
    target.comparator,
    coalesce(span.target_value, target.target_value) as target_value,
    coalesce(span.target_low, target.target_low) as target_low,
    coalesce(span.target_high, target.target_high) as target_high,
    coalesce(span.due_on, target.due_on) as due_on,
    span.ended_kind,
    target.measure_unit,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    indicator.is_whole,
    indicator.decimals,
    indicator.measure_type
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.scope as scope on target.scope_id = scope.scope_id
inner join dim.measure_unit as measure_unit on target.measure_unit = measure_unit.measure_unit
left join fact.target_span as span
    on
        target.target_id = span.target_id
        and span.unit_id is null
        and (span.valid_from is null or span.valid_from <= $day)
        and (span.valid_to is null or span.valid_to > $day)
where target.programme_id = $programme_id
order by target.sort_order
