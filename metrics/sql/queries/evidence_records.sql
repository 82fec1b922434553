-- one row per record that counts for a target, unit and round, with the file and row it came from
select
    evidence.record_id,
    evidence.record_label,
    evidence.counted_on,
    evidence.counted_value,
    ledger_indicator.measure_unit,
    evidence.provenance,
    evidence.source_file,
    evidence.source_row
from mart.evidence_count as counted
inner join made.evidence as evidence
    on counted.indicator_id = evidence.indicator_id
    and counted.unit_id = evidence.unit_id
    and counted.provenance = evidence.provenance
    and evidence.counted_on between counted.counts_from and counted.counts_until
    and (evidence.ended_on is null or evidence.ended_on > counted.counts_until)
inner join dim.ledger_indicator as ledger_indicator on counted.indicator_id = ledger_indicator.indicator_id
where
    counted.target_id = $target_id
    and counted.unit_id = $unit_id
    and counted.period_id = $period_id
order by evidence.counted_on, evidence.source_file, evidence.source_row
limit $row_limit offset $row_offset
