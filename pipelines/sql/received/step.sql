-- one row per step of a received report: it came in, and the checks let it pass
insert into stage.journal by name
select
    receipt.programme_id,
    receipt.period_id,
    unit.unit_name,
    receipt.version,
    step.event,
    left(receipt.received_at, 26) as happened_at,
    step.actor,
    step.reason,
    receipt.path as _file,
    1000000 + 2 * receipt.place + step.sort_order as _row
from stage.receipt as receipt
inner join dim.unit as unit on receipt.unit_id = unit.unit_id
cross join (values
    ('submitted', '收件 · intake', null, 0),
    ('accepted', '自动核验 · automatic checks', null, 1)
) as step(event, actor, reason, sort_order)
where receipt.kind = 'report'
order by receipt.place, step.sort_order
