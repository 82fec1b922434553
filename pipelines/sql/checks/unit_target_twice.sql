-- one row per unit that has two parts of one target, under two of its names
select
    source_file as _file,
    source_row as _row,
    target_id,
    unit_id
from fact.unit_target
qualify row_number() over (partition by target_id, unit_id order by source_file, source_row) > 1
