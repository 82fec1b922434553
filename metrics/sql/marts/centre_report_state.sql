-- one row per centre × year of its life: how its annual report stands, and which document asks for it
with today as (
    select coalesce((select as_of from meta.as_of), current_date) as day
),

version_state as (
    select
        centre_id,
        year,
        version,
        arg_max(event, sort_order) as state,
        arg_max(reason, sort_order) filter (where event = 'returned') as last_reason,
        min(recorded_at) filter (where event = 'forwarded') as forwarded_at,
        min(actor) filter (where event = 'forwarded') as forwarded_by,
        min(recorded_at) filter (where event = 'filed') as filed_at,
        min(actor) filter (where event = 'filed') as filed_by
    from fact.centre_report_event
    group by centre_id, year, version
),

standing as (
    select
        state.centre_id,
        state.year,
        max(state.version) as version,
        count(*) as version_count,
        max(state.version) filter (where state.state <> 'returned') as counted_version,
        count(*) filter (where state.state = 'returned') as returned_count,
        arg_max(state.state, state.version) as state,
        nullif(arg_max(coalesce(state.last_reason, ''), state.version), '') as last_reason,
        max_by(state.forwarded_at, state.version) as forwarded_at,
        max_by(state.forwarded_by, state.version) as forwarded_by,
        max_by(state.filed_at, state.version) as filed_at,
        max_by(state.filed_by, state.version) as filed_by,
        arg_max(report.is_nil, state.version) as is_nil,
        arg_max(report.provenance, state.version) as report_provenance
    from version_state as state
    inner join fact.centre_report as report
        on
            state.centre_id = report.centre_id
            and state.year = report.year
            and state.version = report.version
    group by state.centre_id, state.year
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
),

speaking as (
    select
        years.centre_id,
        years.year,
        rule.*,
        -- It speaks of some types only, and of which this one is nobody knows.
        rule.centre_types <> '' and centre.centre_type is null as is_open
    from years
    inner join fact.centre as centre on years.centre_id = centre.centre_id
    inner join dim.centre_rule as rule
        on
            rule.kind = 'report'
            and list_contains(string_split(rule.provinces, ';'), centre.province)
            and list_contains(string_split(rule.levels, ';'), centre.level)
            and (
                rule.centre_types = ''
                or centre.centre_type is null
                or list_contains(string_split(rule.centre_types, ';'), centre.centre_type)
            )
            and rule.first_on <= make_date(years.year, 12, 31)
            and (rule.expires_on is null or make_date(years.year, 12, 31) <= rule.expires_on)
),

asked as (
    select
        centre_id,
        year,
        bool_and(is_open) as is_type_unknown,
        arg_max(document_id, first_on) filter (where not is_open) as document_id,
        arg_max(article, first_on) filter (where not is_open) as article,
        arg_max(phrase, first_on) filter (where not is_open) as phrase,
        arg_max(json_extract_string(parameters, '$.through.zh'), first_on) filter (where not is_open) as through_zh,
        arg_max(json_extract_string(parameters, '$.through.en'), first_on) filter (where not is_open) as through_en,
        arg_max(json_extract_string(parameters, '$.to.zh'), first_on) filter (where not is_open) as filed_with_zh,
        arg_max(json_extract_string(parameters, '$.to.en'), first_on) filter (where not is_open) as filed_with_en
    from speaking
    group by centre_id, year
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
left join asked on years.centre_id = asked.centre_id and years.year = asked.year
left join dim.round as round
    on centre.programme_id = round.programme_id and round.period_id = cast(years.year as varchar)
left join mart.centre_collection as collection
    on centre.programme_id = collection.programme_id and centre.provenance = collection.provenance
left join mart.centre_receipt as receipt on years.centre_id = receipt.centre_id and years.year = receipt.year
