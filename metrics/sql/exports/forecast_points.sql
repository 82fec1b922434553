-- one row per target × unit × point that forecasts may rest on: the published series, and that of all other figures
select
    target.programme_id,
    point.target_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    point.unit_id,
    unit.unit_name,
    point.provenance as point_class,
    point.point_on,
    point.point_value,
    indicator.measure_unit,
    point.provenance
from mart.forecast_point as point
inner join fact.target as target on point.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join dim.unit as unit on point.unit_id = unit.unit_id
order by target.sort_order, point.target_id, point.unit_id nulls first, point.is_published desc, point.point_on
