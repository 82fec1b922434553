-- one row per entry of the money ledger of one centre
select *
from fact.centre_money
where centre_id = $centre_id
order by booked_on, entry_id
