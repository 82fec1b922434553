-- one row per other name of a unit
select
    alias.alias_name as name,
    alias.note_zh,
    alias.note_en
from dim.unit_alias as alias
inner join dim.unit as unit on alias.unit_id = unit.unit_id
where alias.unit_id = $unit_id
    and alias.alias_name <> unit.unit_name
    -- Names with days are told with their days.
    and alias.alias_name not in (select unit_name from dim.unit_name where unit_id = $unit_id)
order by alias.alias_name
