-- one row: what a ledger holds for a target, unit and round: records and their sum
select
    counted.ledger_id,
    ledger.name_zh as ledger_zh,
    ledger.name_en as ledger_en,
    counted.record_count,
    counted.evidence_value,
    counted.counts_from,
    counted.counts_until,
    counted.provenance
from mart.evidence_count as counted
inner join dim.ledger as ledger on counted.ledger_id = ledger.ledger_id
where counted.target_id = $target_id
    and counted.unit_id = $unit_id
    and counted.period_id = $period_id
limit 1
