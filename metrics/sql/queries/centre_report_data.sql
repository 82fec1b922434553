-- one row per datum of one centre's annual reports that count
select
    value.centre_id,
    value.year,
    value.item_id,
    item.name_zh,
    item.name_en,
    item.definition_zh,
    item.definition_en,
    item.part_of,
    value.measure_unit,
    unit.name_zh as measure_unit_name_zh,
    unit.name_en as measure_unit_name_en,
    unit.is_currency,
    unit.is_count,
    unit.is_whole,
    unit.decimals,
    value.actual_value,
    value.last_year_value,
    value.difference_value,
    value.growth_pct,
    value.growth_reason,
    value.note,
    value.provenance
from mart.centre_report_value as value
inner join dim.centre_item as item on value.item_id = item.item_id
inner join dim.measure_unit as unit on value.measure_unit = unit.measure_unit
where
    value.centre_id = $centre_id
    and ($year is null or value.year = $year)
order by value.year, value.sort_order
