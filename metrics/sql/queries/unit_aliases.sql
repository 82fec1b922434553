-- one row per other name of a unit
select
    a.alias_name as name,
    a.note_zh,
    a.note_en
from dim.unit_alias as a
join dim.unit as u using (unit_id)
where a.unit_id = $unit_id
    and a.alias_name <> u.unit_name
order by a.alias_name
