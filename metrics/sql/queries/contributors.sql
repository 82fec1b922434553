-- one row per unit whose figure is or goes into the whole of a target, or speaks to none, in one round of a programme
select
    contributor.target_id,
    contributor.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    indicator.name_zh as indicator_zh,
    indicator.name_en as indicator_en,
    contributor.role,
    contributor.basis,
    contributor.is_stated,
    contributor.note_zh,
    contributor.note_en,
    contributor.actual_value,
    contributor.is_carried,
    contributor.provenance,
    contributor.is_counted,
    sentence.zh as reason_zh,
    sentence.en as reason_en,
    measure_unit.measure_unit,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    indicator.is_whole,
    indicator.decimals
from mart.contributor as contributor
inner join dim.unit_round as unit on contributor.unit_id = unit.unit_id and contributor.period_id = unit.period_id
left join mart.uncounted_figure as uncounted
    on contributor.programme_id = uncounted.programme_id
    and contributor.period_id = uncounted.period_id
    and contributor.unit_id = uncounted.unit_id
    and contributor.target_id is not distinct from uncounted.target_id
    and contributor.reason is not null
left join fact.target as target on contributor.target_id = target.target_id
inner join dim.indicator as indicator on coalesce(uncounted.indicator_id, target.indicator_id) = indicator.indicator_id
inner join dim.measure_unit as measure_unit on indicator.measure_unit = measure_unit.measure_unit
left join meta.sentence as sentence on 'uncounted.' || contributor.reason = sentence.code
where contributor.programme_id = $programme_id
    and contributor.period_id = $period_id
order by target.sort_order nulls last, contributor.is_counted desc, contributor.role nulls last, unit.sort_order
