-- one row per target × unit that carries a part of it, as judged in one round of a programme
select
    a.target_id,
    a.unit_id,
    u.unit_name,
    u.unit_name_en,
    coalesce(a.comparator, t.comparator) as comparator,
    coalesce(a.measure_type, i.measure_type) as measure_type,
    a.target_value,
    a.target_low,
    a.target_high,
    a.measure_unit,
    m.name_zh as measure_unit_name_zh,
    m.name_en as measure_unit_name_en,
    m.is_currency,
    m.is_count,
    coalesce(i.is_whole, false) as is_whole,
    coalesce(i.decimals, 6) as decimals,
    a.actual_value,
    a.qualifier,
    a.provenance,
    a.target_provenance,
    a.judgement_provenance,
    a.baseline_value,
    a.attainment_pct,
    a.plain_pct,
    a.expected_value,
    a.expected_whole,
    a.expected_basis,
    a.actual_period_label,
    a.carried_from_label,
    a.period_value,
    a.is_year_to_date,
    a.worst_year_value,
    a.status,
    a.status_reason,
    f.forecast_value,
    f.interval_low,
    f.interval_high,
    f.provenance as forecast_provenance
from mart.attainment as a
left join fact.target as t using (target_id)
left join dim.indicator as i on i.indicator_id = coalesce(a.indicator_id, t.indicator_id)
join dim.unit as u on u.unit_id = a.unit_id
join dim.measure_unit as m on m.measure_unit = a.measure_unit
left join mart.forecast_summary as f
    on f.target_id = a.target_id
    and f.period_id = a.period_id
    and f.unit_id = a.unit_id
    -- A day that has come is no longer forecast.
    and f.forecast_on > $seen_on
where a.programme_id = $programme_id
    and a.period_id = $period_id
order by coalesce(a.target_sort_order, t.sort_order), a.target_id, a.target_value desc nulls last, u.sort_order
