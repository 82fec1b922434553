-- one row per unit whose figure is or goes into the whole of a target, or speaks to none, in one round of a programme
select
    c.target_id,
    c.unit_id,
    u.unit_name,
    u.unit_name_en,
    i.name_zh as indicator_zh,
    i.name_en as indicator_en,
    c.role,
    c.basis,
    c.is_stated,
    c.note_zh,
    c.note_en,
    c.actual_value,
    c.is_carried,
    c.provenance,
    c.is_counted,
    s.zh as reason_zh,
    s.en as reason_en,
    m.measure_unit,
    m.name_zh as measure_unit_name_zh,
    m.name_en as measure_unit_name_en,
    m.is_currency,
    m.is_count,
    i.is_whole,
    i.decimals
from mart.contributor as c
join dim.unit as u using (unit_id)
left join mart.uncounted_figure as f
    on f.programme_id = c.programme_id and f.period_id = c.period_id and f.unit_id = c.unit_id
        and f.target_id is not distinct from c.target_id and c.reason is not null
left join fact.target as t on t.target_id = c.target_id
join dim.indicator as i on i.indicator_id = coalesce(f.indicator_id, t.indicator_id)
join dim.measure_unit as m on m.measure_unit = i.measure_unit
left join meta.sentence as s on s.code = 'uncounted.' || c.reason
where c.programme_id = $programme_id
    and c.period_id = $period_id
order by t.sort_order nulls last, c.is_counted desc, c.role nulls last, u.sort_order
