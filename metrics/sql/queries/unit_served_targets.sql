-- one row per target that one unit answers for in one round
select target_id
from mart.answering_unit
where programme_id = $programme_id
    and unit_id = $unit_id
    and period_id is not distinct from $period_id
order by target_id
