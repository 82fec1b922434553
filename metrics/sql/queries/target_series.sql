-- one row per figure that speaks to one target at programme level
select
    s.indicator_name_zh as name_zh,
    s.indicator_name_en as name_en,
    s.period_label,
    s.period_ends_on,
    s.actual_value,
    s.measure_unit,
    m.name_en as measure_unit_name_en,
    m.dimension,
    m.factor,
    m.decimals,
    s.qualifier,
    s.provenance,
    s.basis_match,
    s.basis_reason_zh,
    s.basis_reason_en,
    s.issuer,
    s.source_title,
    s.source_date_text,
    s.published_on,
    s.scope_name as scope_name_zh,
    s.scope_name_en,
    s.is_met,
    s.note
from mart.series as s
left join dim.measure_unit as m using (measure_unit)
where s.target_id = $target_id
order by s.period_ends_on, s.source_title
