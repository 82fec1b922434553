-- one row per step of a sample report that stood until a real report of its unit, programme and round came in
update stage.journal
set superseded_at = arrived.received_at
from (
    select
        receipt.programme_id,
        receipt.period_id,
        unit_alias.alias_name,
        min(receipt.received_at) as received_at
    from stage.receipt as receipt
    inner join dim.unit_alias as unit_alias on receipt.unit_id = unit_alias.unit_id
    where receipt.kind = 'report'
    group by all
) as arrived
where
    stage.journal.programme_id = arrived.programme_id
    and stage.journal.period_id = arrived.period_id
    and stage.journal.unit_name = arrived.alias_name
