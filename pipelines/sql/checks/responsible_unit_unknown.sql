-- one row per name of a target's responsible unit that no unit bears
select
    source_file as _file,
    source_row as _row,
    unit_name
from fact.target_unit
where unit_id is null
