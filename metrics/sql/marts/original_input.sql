-- one row per target × unit × round of what documents have ever changed: what would be judged, had they not
with revised as (
    select distinct
        target_id,
        unit_id
    from fact.target_span
    where is_revised
),

original as (
    select
        input.row_id,
        coalesce(input.original_target_value, span.original_target_value, input.target_value) as target_value,
        coalesce(span.original_target_low, input.target_low) as target_low,
        coalesce(span.original_target_high, input.target_high) as target_high,
        coalesce(span.original_due_on, input.due_on) as due_on,
        case when input.comparator = 'annual_floor' then input.worst_year_value else input.actual_value end as decisive
    from mart.attainment_input as input
    inner join revised on input.target_id = revised.target_id and input.unit_id is not distinct from revised.unit_id
    left join fact.target_span as span
        on
            input.target_id = span.target_id
            and input.unit_id is not distinct from span.unit_id
            and (span.valid_from is null or span.valid_from <= input.period_ends_on)
            and (span.valid_to is null or span.valid_to > input.period_ends_on)
)

select
    input.* replace (
        original.target_value as target_value,
        original.target_low as target_low,
        original.target_high as target_high,
        original.due_on as due_on,
        cast(
            sign(
                original.decisive
                - case when input.comparator = 'range' then original.target_low else original.target_value end
            ) as double
        ) as distance_sign
    )
from mart.attainment_input as input
inner join original on input.row_id = original.row_id
order by input.row_id
