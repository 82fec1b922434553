-- one row per unit named to report the whole of a target beside another
select
    source_file as _file,
    source_row as _row,
    target_id,
    unit_id
from fact.reporter
where role = 'reports_whole'
qualify count(*) over (partition by target_id) > 1
