-- one row per row of a received annual report of a centre, under the version that the archive gave it
insert into stage.centre_report by name
select
    receipt.centre_id,
    receipt.programme_id,
    receipt.period_id,
    receipt.version,
    parsed.centre_name,
    parsed.submitted_on,
    parsed.is_nil,
    parsed.item_kind,
    parsed.item_id,
    parsed.item_name,
    parsed.measure_unit,
    parsed.last_value,
    parsed.actual_value,
    parsed.statement,
    parsed.note,
    receipt.path as _file,
    parsed._row,
    'reported' as provenance
from stage.receipt as receipt
inner join received_centre_report as parsed on receipt.sha256 = parsed._sha256
where receipt.kind = 'centre_report'
order by receipt.place, parsed._row
