-- one row per flow × unit × full year × round within it: what the year had brought by then, of the whole
select
    target.programme_id,
    season.target_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    season.unit_id,
    unit.unit_name,
    season.year,
    season.part_value as first_half_value,
    season.year_value,
    round(cast(season.part_value as double) / nullif(cast(season.year_value as double), 0), 6)
        as first_half_ratio,
    indicator.measure_unit,
    season.provenance
from mart.season as season
inner join fact.target as target on season.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join dim.unit as unit on season.unit_id = unit.unit_id
order by target.sort_order, season.target_id, season.unit_id nulls first, season.year, season.part_ends_on
