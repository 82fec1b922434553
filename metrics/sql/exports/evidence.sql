-- one row per ledger record × indicator that it counts for, with the file and row it came from
select
    evidence.ledger_id,
    evidence.indicator_id,
    evidence.unit_id,
    evidence.record_id,
    evidence.record_label,
    evidence.counted_on,
    evidence.ended_on,
    evidence.counted_value,
    ledger_indicator.measure_unit,
    evidence.provenance,
    evidence.recorded_at,
    evidence.source_file,
    evidence.source_row
from made.evidence as evidence
inner join dim.ledger_indicator as ledger_indicator on evidence.indicator_id = ledger_indicator.indicator_id
order by evidence.source_file, evidence.source_row, evidence.indicator_id
