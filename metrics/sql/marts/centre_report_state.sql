-- one row per centre × year of its life: how its annual report stands, and which document asks for it
with today as (
    select today as day
    from meta.as_of
),

path as (
    select
        subject_id,
        period_id,
        version,
        arg_max(reason, sort_order) filter (where event = 'returned') as last_reason,
        min(recorded_at) filter (where event = 'forwarded') as forwarded_at,
        min(actor) filter (where event = 'forwarded') as forwarded_by,
        min(recorded_at) filter (where event = 'filed') as filed_at,
        min(actor) filter (where event = 'filed') as filed_by
    from fact.report_event
    where kind_id = 'centre_report'
    group by subject_id, period_id, version
),

versions as (
    select
        subject_id,
        period_id,
        count(*) as version_count,
        count(*) filter (where is_sent_back) as returned_count
    from mart.version_standing
    where kind_id = 'centre_report'
    group by subject_id, period_id
),

standing as (
    select
        standing.subject_id as centre_id,
        cast(standing.period_id as integer) as year,
        standing.state,
        standing.version,
        standing.counted_version,
        versions.version_count,
        versions.returned_count,
        path.last_reason,
        path.forwarded_at,
        path.forwarded_by,
        path.filed_at,
        path.filed_by,
        report.is_nil,
        report.provenance as report_provenance
    from mart.report_standing as standing
    inner join versions
        on standing.subject_id = versions.subject_id and standing.period_id = versions.period_id
    inner join path
        on
            standing.subject_id = path.subject_id
            and standing.period_id = path.period_id
            and standing.version = path.version
    inner join fact.centre_report as report
        on
            standing.subject_id = report.centre_id
            and cast(standing.period_id as integer) = report.year
            and standing.version = report.version
    where standing.kind_id = 'centre_report'
),

years as (
    select
        centre.centre_id,
        unnest(generate_series(
            year(centre.started_on),
            -- Who left during a year owes no report on it.
            case when status.state = 'removed' then year(status.since_on + 1) - 1 else year(today.day) end
        )) as year
    from fact.centre as centre
    left join mart.centre_status as status on centre.centre_id = status.centre_id
    cross join today
    where centre.started_on is not null
    union
    select
        centre_id,
        year
    from standing
)

select
    centre.centre_id,
    centre.programme_id,
    years.year,
    case
        when standing.version is not null then standing.state
        when today.day <= make_date(years.year, 12, 31) then 'not_over'
        when asked.is_type_unknown then 'type_unknown'
        when asked.document_id is null then 'not_asked'
        when round.programme_id is null or coalesce(round.due_on < collection.since_on, true) then 'not_collected'
        else 'missing'
    end as state,
    standing.is_nil,
    standing.version,
    coalesce(standing.version_count, 0) as version_count,
    standing.counted_version,
    coalesce(standing.returned_count, 0) as returned_count,
    receipt.submitted_on,
    receipt.received_on,
    receipt.receipt_day_by,
    receipt.receipt_day_reason,
    standing.forwarded_at,
    standing.forwarded_by,
    standing.filed_at,
    standing.filed_by,
    standing.last_reason,
    make_date(years.year, 12, 31) as year_ends_on,
    asked.document_id,
    asked.article,
    asked.phrase,
    asked.through_zh,
    asked.through_en,
    asked.filed_with_zh,
    asked.filed_with_en,
    coalesce(standing.report_provenance, centre.provenance) as provenance
from years
inner join fact.centre as centre on years.centre_id = centre.centre_id
cross join today
left join standing on years.centre_id = standing.centre_id and years.year = standing.year
left join mart.centre_report_asked as asked on years.centre_id = asked.centre_id and years.year = asked.year
left join dim.round as round
    on centre.programme_id = round.programme_id and round.period_id = cast(years.year as varchar)
left join mart.centre_collection as collection
    on centre.programme_id = collection.programme_id and centre.provenance = collection.provenance
left join mart.centre_receipt as receipt on years.centre_id = receipt.centre_id and years.year = receipt.year
