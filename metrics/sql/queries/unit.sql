-- one row per unit of that id
select
    unit_id,
    unit_name,
    unit_name_en,
    kind
from dim.unit
where unit_id = $unit_id
