-- one row per target × unit × half-year end: what the half-years up to then brought, per half-year, for sums and levels
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

-- A yearly amount: its first half as reported, its second as the rest of the year.
flow as (
    select
        target_id,
        unit_id,
        'annual_flow' as measure_type,
        ends_on,
        year_to_date_value as change_value,
        provenance
    from mart.year_to_date
    where year_to_date_value is not null
    union all
    select
        level.target_id,
        level.unit_id,
        'annual_flow',
        level.ends_on,
        case
            when half.year_to_date_value is null then level.actual_value / 2
            else level.actual_value - half.year_to_date_value
        end,
        mart.weakest([level.provenance, half.provenance])
    from mart.level as level
    left join mart.year_to_date as half
        on level.target_id = half.target_id
        and level.unit_id is not distinct from half.unit_id
        and half.ends_on = make_date(year(level.ends_on), 6, 30)
    where level.measure_type = 'annual_flow'
)

select
    target_id,
    unit_id,
    ends_on,
    cast(
        case when measure_type = 'reduction' then -1 else 1 end * change_value
        / greatest(datediff('month', since_on, ends_on) / 6, 1)
        as double
    ) as half_year_value,
    provenance
from changed
where since_on is not null
union all
select
    target_id,
    unit_id,
    ends_on,
    cast(change_value as double),
    provenance
from flow
