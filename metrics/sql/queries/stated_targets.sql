-- one row per target that a programme states, with the day on which a report on it first falls due
select
    t.target_id,
    i.name_zh,
    i.name_en,
    s.name_zh as scope_name_zh,
    s.name_en as scope_name_en,
    t.scope_id,
    t.level,
    i.measure_type,
    t.comparator,
    t.target_value,
    t.target_low,
    t.target_high,
    t.measure_unit,
    m.name_zh as measure_unit_name_zh,
    m.name_en as measure_unit_name_en,
    m.is_currency,
    m.is_count,
    i.is_whole,
    i.decimals,
    t.starts_on,
    t.due_on,
    (
        select min(r.due_on)
        from dim.planned_round as r
        where r.programme_id = t.programme_id and r.due_on between t.starts_on and t.due_on
    ) as first_due_on
from fact.target as t
join dim.indicator as i using (indicator_id)
join dim.scope as s using (scope_id)
join dim.measure_unit as m on m.measure_unit = t.measure_unit
where t.programme_id = $programme_id
order by t.sort_order
