-- one row per other name of a unit
select
    alias.alias_name as name,
    alias.note_zh,
    alias.note_en
from dim.unit_alias as alias
inner join dim.unit as unit on alias.unit_id = unit.unit_id
where alias.unit_id = $unit_id
    and alias.alias_name <> unit.unit_name
order by alias.alias_name
