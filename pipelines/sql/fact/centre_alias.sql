-- one row per name under which a centre is or was known
select distinct
    centre.centre_id,
    known.alias_name,
    centre.recorded_at
from fact.centre as centre,
    lateral (select unnest([centre.centre_name, centre.judged_name]) as alias_name) as known
union
select
    centre_id,
    fact_value,
    recorded_at
from fact.centre_change
where fact_id = 'name'
