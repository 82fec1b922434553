-- one row per judgement of a closed round that would be another today: then and now, and why
select
    difference.*,
    coalesce(shown.indicator_name_zh, indicator.name_zh) as name_zh,
    coalesce(shown.indicator_name_en, indicator.name_en) as name_en,
    unit.unit_name,
    unit.unit_name_en,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    coalesce(indicator.is_whole, false) as is_whole,
    coalesce(indicator.decimals, 6) as decimals
from mart.judgement_difference as difference
left join mart.attainment as shown
    on difference.target_id = shown.target_id
    and difference.unit_id is not distinct from shown.unit_id
    and difference.period_id = shown.period_id
left join dim.indicator as indicator on difference.indicator_id = indicator.indicator_id
left join dim.measure_unit as measure_unit on difference.measure_unit = measure_unit.measure_unit
left join dim.unit_round as unit on difference.unit_id = unit.unit_id and difference.period_id = unit.period_id
where difference.programme_id = $programme_id
    and difference.period_id = $period_id
order by difference.target_id, difference.unit_id nulls first
