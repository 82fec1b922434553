-- one row per counted annual report that is not nil × datum: its value beside last year's, and why no growth is given
with counted as (
    select
        report.centre_id,
        state.programme_id,
        report.year,
        report.version,
        report.is_nil,
        report.submitted_on,
        report.provenance,
        report.recorded_at,
        state.state
    from mart.centre_report_state as state
    inner join fact.centre_report as report
        on
            state.centre_id = report.centre_id
            and state.year = report.year
            and state.counted_version = report.version
),

valued as (
    select
        counted.*,
        item.item_id,
        item.sort_order,
        item.measure_unit,
        item.measure_type,
        item.is_count,
        reported.actual_value,
        reported.note,
        reported.source_file,
        reported.source_row
    from counted
    cross join dim.centre_item as item
    left join fact.centre_report_value as reported
        on
            counted.centre_id = reported.centre_id
            and counted.year = reported.year
            and counted.version = reported.version
            and item.item_id = reported.item_id
    where item.kind = 'data' and not counted.is_nil
),

beside as (
    select
        valued.*,
        before.actual_value as last_year_value,
        case
            when valued.actual_value is null then 'not_reported'
            when last_year.centre_id is null then 'no_report_before'
            when last_year.is_nil then 'nil_before'
            when before.actual_value is null then 'not_reported_before'
            when before.actual_value = 0 then 'zero_before'
            when valued.is_count and before.actual_value < 5 then 'small_base'
        end as growth_reason,
        case when before.actual_value is not null then last_year.provenance end as last_year_provenance
    from valued
    left join counted as last_year on valued.centre_id = last_year.centre_id and valued.year = last_year.year + 1
    left join valued as before
        on
            valued.centre_id = before.centre_id
            and valued.year = before.year + 1
            and valued.item_id = before.item_id
)

select
    centre_id,
    programme_id,
    year,
    version,
    item_id,
    sort_order,
    measure_unit,
    measure_type,
    actual_value,
    last_year_value,
    actual_value - last_year_value as difference_value,
    case
        when growth_reason is null
            then cast(round(100 * (actual_value - last_year_value) / last_year_value, 1) as decimal(18, 1))
    end as growth_pct,
    growth_reason,
    note,
    state,
    submitted_on,
    mart.weakest([provenance, last_year_provenance]) as provenance,
    source_file,
    source_row,
    recorded_at
from beside
