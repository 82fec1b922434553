-- one row per centre × year × datum of its annual report that counts
select
    value.centre_id,
    centre.centre_name,
    value.programme_id,
    value.year,
    value.version,
    value.item_id,
    item.name_zh as item_name,
    value.measure_type,
    value.actual_value,
    value.measure_unit,
    value.last_year_value,
    value.difference_value,
    value.growth_pct,
    value.growth_reason,
    value.note,
    value.state as centre_report_state,
    value.provenance,
    value.source_file,
    value.source_row,
    value.recorded_at
from mart.centre_report_value as value
inner join fact.centre as centre on value.centre_id = centre.centre_id
inner join dim.centre_item as item on value.item_id = item.item_id
order by value.centre_id, value.year, value.sort_order
