-- one row per target × unit × day on which an exact figure stands, unit_id null for the programme, start included
with figure as (
    select
        target_id,
        unit_id,
        measure_type,
        actual_ends_on as ends_on,
        actual_value,
        provenance,
        false as is_start
    from mart.attainment
    where
        actual_value is not null
        and qualifier = 'exact'
        and comparator <> 'annual_floor'
        and not is_year_to_date
        and actual_ends_on <= due_on
),

start as (
    select
        target_id,
        unit_id,
        measure_type,
        start_on as ends_on,
        origin_value as actual_value,
        baseline_provenance as provenance,
        true as is_start
    from mart.judged_line
    where comparator <> 'annual_floor' and measure_type <> 'annual_flow' and origin_value is not null
)

select distinct on (target_id, unit_id, ends_on) *
from (
    select * from figure
    union all
    select * from start
)
order by target_id, unit_id, ends_on, is_start
