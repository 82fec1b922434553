-- one row per row of a report: a sample until the first real one of its programme, a received one under the version that the archive gave it
with report as (
    select
        sample.*,
        'sample' as provenance,
        first_report.received_at as superseded_at,
        -1 as place
    from source.report as sample
    left join stage.first_report as first_report on sample.programme_id = first_report.programme_id
    union all by name
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
        'reported' as provenance,
        receipt.place
    from received.receipt as receipt
    inner join received.report as parsed on receipt.sha256 = parsed._sha256
    inner join dim.unit_round as unit on receipt.unit_id = unit.unit_id and receipt.period_id = unit.period_id
    where receipt.kind = 'report'
)

select * exclude (place)
from report
order by place, _file, _row
