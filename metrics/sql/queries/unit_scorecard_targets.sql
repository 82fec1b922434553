-- one row per unit × role × kind of target × status in one round: the targets that the unit leads, supports or carries a part of
select
    unit_id,
    role,
    target_kind,
    status,
    target_count
from mart.unit_target_status
where
    programme_id = $programme_id
    and period_id = $period_id
    and ($unit_id is null or unit_id = $unit_id)
order by unit_id, role, target_kind, status
