-- one row per unit, programme and centre: what a receipt, which knows ids only, calls it
select
    unit_id as subject_id,
    unit_name as name_zh,
    unit_name_en as name_en
from dim.unit
union all
select
    programme_id,
    short_name_zh,
    short_name_en
from dim.programme
union all
select
    centre_id,
    centre_name,
    centre_name
from fact.centre
