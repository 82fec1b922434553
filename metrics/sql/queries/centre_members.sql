-- one row per unit that leads or joins in one centre
select *
from fact.centre_member
where centre_id = $centre_id
order by role, joined_on, unit_name
