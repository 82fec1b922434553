-- one row per row of a centre's annual report: a sample until when it stood, a received one under its archived version
with arrived as (
    select
        centre_id,
        period_id,
        min(received_at) as received_at
    from received.receipt
    where kind = 'centre_report'
    group by centre_id, period_id
),

-- A sample is of the centre whose folder it lies in.
sample as (
    select
        *,
        split_part(_file, '/', 4) as centre_id
    from source.centre_report
),

report as (
    select
        sample.*,
        'sample' as provenance,
        arrived.received_at as superseded_at,
        -1 as place
    from sample
    left join arrived on sample.centre_id = arrived.centre_id and sample.period_id = arrived.period_id
    union all by name
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
        'reported' as provenance,
        receipt.place
    from received.receipt as receipt
    inner join received.centre_report as parsed on receipt.sha256 = parsed._sha256
    where receipt.kind = 'centre_report'
)

select
    * exclude (place),
    -- Its first row alone says which version a sample is; the archive says it in every row.
    max(cast(version as bigint)) over (partition by _file) as file_version
from report
order by place, _file, _row
