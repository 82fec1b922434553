-- one row per name under which a centre is or was known
select
    alias.alias_name,
    alias.centre_id,
    centre.centre_name
from fact.centre_alias as alias
inner join fact.centre as centre on alias.centre_id = centre.centre_id
order by alias.centre_id, alias.alias_name
