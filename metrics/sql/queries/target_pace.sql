-- one row per round of a target: where even and seasonal progress would stand at programme level
select
    input.period_id,
    input.period_ends_on,
    attainment.line_value as linear_value,
    coalesce(seasonal.expected_value, case when not input.is_in_year then input.plan_this_value end) as seasonal_value,
    seasonal.first_half_ratio,
    seasonal.first_half_source,
    input.start_on,
    input.start_value,
    input.due_on,
    input.aim_value
from mart.method_input as input
inner join mart.attainment as attainment on input.row_id = attainment.row_id
inner join mart.method_value as seasonal on input.row_id = seasonal.row_id and seasonal.method = 'seasonal_pace'
where input.target_id = $target_id
    and input.unit_id is null
    -- What a year has brought so far stands on no line of whole years.
    and not input.is_year_to_date
order by input.period_ends_on
