-- one row per unit that leads or joins in a centre
select
    centre_id,
    unit_name as member_name,
    role as member_role,
    joined_on,
    left_on,
    provenance,
    recorded_at
from fact.centre_member
order by centre_id, role, unit_name
