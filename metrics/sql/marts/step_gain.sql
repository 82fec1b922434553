-- one row per target × unit × day of a figure: what the time up to then brought, per step of the programme's rounds
with changed as (
    select
        target_id,
        unit_id,
        measure_type,
        ends_on,
        actual_value - lag(actual_value) over in_time as change_value,
        lag(ends_on) over in_time as since_on,
        mart.weakest([provenance, lag(provenance) over in_time]) as provenance
    from mart.level
    where measure_type <> 'annual_flow'
    window in_time as (partition by target_id, unit_id order by ends_on)
),

-- A yearly amount starts afresh: each figure of a year brings what it has beyond the one before it in that year.
yearly as (
    select
        target_id,
        unit_id,
        ends_on,
        year_to_date_value as reached_value,
        provenance
    from mart.year_to_date
    where year_to_date_value is not null
    union all
    select
        target_id,
        unit_id,
        ends_on,
        actual_value,
        provenance
    from mart.level
    where measure_type = 'annual_flow'
),

flow as (
    select
        target_id,
        unit_id,
        'annual_flow' as measure_type,
        ends_on,
        reached_value - coalesce(lag(reached_value) over in_year, 0) as change_value,
        coalesce(lag(ends_on) over in_year, mart.year_start(ends_on) - 1) as since_on,
        mart.weakest([provenance, lag(provenance) over in_year]) as provenance
    from yearly
    window in_year as (partition by target_id, unit_id, mart.year_end(ends_on) order by ends_on)
)

select
    gain.target_id,
    gain.unit_id,
    gain.ends_on,
    cast(
        case when gain.measure_type = 'reduction' then -1 else 1 end * gain.change_value
        -- What is counted from the first day of a month has that whole month.
        / greatest(datediff('month', gain.since_on - 1, gain.ends_on) / programme.step_months, 1)
        as double
    ) as gain_value,
    gain.provenance
from (
    select * from changed
    union all
    select * from flow
) as gain
inner join fact.target as target on gain.target_id = target.target_id
inner join dim.programme as programme on target.programme_id = programme.programme_id
where gain.since_on is not null
