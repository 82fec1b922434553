-- one row per source row behind the actual of a target × unit × round
select *
from mart.figure_row
where
    ($target_id is null or target_id = $target_id)
    and ($period_id is null or period_id = $period_id)
    and ($unit_id is null or coalesce(unit_id, '') = $unit_id)
order by target_id, unit_id nulls first, period_id, row_kind, source_file, source_row, row_id
