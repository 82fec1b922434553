-- one row per figure, report step or day of a ledger's records that says it was recorded on a day that has not come
with recorded as (
    select
        source_file as _file,
        source_row as _row,
        recorded_at
    from fact.observation
    union all
    select
        source_file,
        source_row,
        recorded_at
    from fact.report_event
    union all
    select
        source_file,
        first_row,
        recorded_at
    from fact.evidence_cube
    union all
    select
        source_file,
        source_row,
        recorded_at
    from fact.centre_event
    union all
    select
        source_file,
        source_row,
        recorded_at
    from fact.centre_money
)

select
    _file,
    _row,
    strftime(recorded_at at time zone 'UTC', '%Y-%m-%d') as recorded_at
from recorded
cross join meta.as_of as build
where recorded.recorded_at >= cast(build.today + 1 as timestamptz) at time zone 'UTC'
order by _file, _row
limit 100
