-- one row per unit of that id
select
    unit_id,
    unit_name,
    unit_name_en,
    kind_zh,
    kind_en
from dim.unit
where unit_id = $unit_id
