-- one row per name of a unit, programme and round of which a real report came in: when the first one did
select
    receipt.programme_id,
    receipt.period_id,
    unit_alias.alias_name as unit_name,
    min(receipt.received_at) as received_at
from received.receipt as receipt
inner join dim.unit_alias as unit_alias on receipt.unit_id = unit_alias.unit_id
where receipt.kind = 'report'
group by receipt.programme_id, receipt.period_id, unit_alias.alias_name
