-- one row per sample row that stood until a real report of the same unit, programme and round came in
update stage.report
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
    stage.report.programme_id = arrived.programme_id
    and stage.report.period_id = arrived.period_id
    and stage.report.unit_name = arrived.alias_name
