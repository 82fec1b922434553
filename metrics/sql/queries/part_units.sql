-- one row per unit that has a part of a target, or took over from one that has
select distinct
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    unit.sort_order
from fact.unit_target as part
left join dim.unit_successor as successor on part.unit_id = successor.unit_id
inner join dim.unit as unit on unit.unit_id in (part.unit_id, successor.successor_unit_id)
where part.target_id = $target_id
order by unit.sort_order
