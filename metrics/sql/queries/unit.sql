-- one row per unit of that id, under its name by the end of a round, or that of today
select
    unit.unit_id,
    coalesce(named.unit_name, unit.unit_name) as unit_name,
    coalesce(named.unit_name_en, unit.unit_name_en) as unit_name_en,
    unit.kind_zh,
    unit.kind_en
from dim.unit as unit
left join dim.unit_round as named on unit.unit_id = named.unit_id and named.period_id = $period_id
where unit.unit_id = $unit_id
