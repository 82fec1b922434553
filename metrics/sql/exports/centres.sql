-- one row per technology innovation centre
select *
from fact.centre
order by provenance, programme_id, centre_id
