-- one row per row of a received report, under the version that the archive gave it
insert into stage.report by name
select
    unit.unit_name,
    receipt.period_id,
    receipt.version,
    parsed.submitted_on,
    parsed.is_nil,
    parsed.item_kind,
    parsed.item_id,
    parsed.item_name,
    parsed.actual_value,
    parsed.measure_unit,
    parsed.numerator_value,
    parsed.denominator_value,
    parsed.last_value,
    parsed.task_status,
    parsed.completion_pct,
    parsed.progress,
    parsed.problems,
    parsed.next_steps,
    parsed.evidence,
    parsed.value_text,
    parsed.unit_text,
    parsed.value_column,
    parsed.value_cell,
    parsed._sheet,
    receipt.programme_id,
    receipt.path as _file,
    parsed._row,
    'reported' as provenance
from stage.receipt as receipt
inner join received_report as parsed on receipt.sha256 = parsed._sha256
inner join dim.unit as unit on receipt.unit_id = unit.unit_id
where receipt.kind = 'report'
order by receipt.place, parsed._row
