-- one row per programme of which a real report came in: when the first one did
select
    programme_id,
    min(received_at) as received_at
from received.receipt
where kind = 'report'
group by programme_id
