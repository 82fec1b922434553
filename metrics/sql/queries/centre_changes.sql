-- one row per fact of one centre that changed
select *
from fact.centre_change
where centre_id = $centre_id
order by changed_on, fact_id
