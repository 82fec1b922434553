-- one row per target × unit × round: every number that a figure of it is made of, and its clause
-- In two steps: of a dozen tables at once DuckDB takes longer to choose the order than to join them.
with judged as materialized (
    select
        attainment.row_id,
        attainment.programme_id,
        attainment.target_id,
        attainment.unit_id,
        attainment.period_id,
        attainment.measure_type,
        attainment.comparator,
        attainment.measure_unit,
        attainment.actual_value,
        attainment.target_value,
        attainment.target_low,
        attainment.target_high,
        attainment.baseline_value,
        attainment.attainment_pct,
        attainment.attainment_reason,
        attainment.plain_pct,
        attainment.worst_year_value,
        attainment.is_year_to_date,
        attainment.plan_value,
        attainment.line_value,
        attainment.expected_value,
        attainment.expected_whole,
        attainment.expected_basis,
        attainment.interim_value,
        attainment.pace_ratio,
        attainment.status,
        attainment.status_reason,
        attainment.on_track_ratio,
        attainment.slightly_behind_ratio,
        attainment.limits_source_zh,
        attainment.limits_source_en,
        attainment.provenance,
        attainment.target_provenance,
        attainment.baseline_provenance,
        attainment.judgement_provenance,
        attainment.qualifier,
        input.start_value,
        input.aim_value,
        input.measured_on - input.start_on as elapsed_days,
        input.due_on - input.start_on as whole_days,
        input.measured_on - mart.year_start(input.measured_on) + 1 as year_days,
        mart.year_end(input.measured_on) - mart.year_start(input.measured_on) + 1 as whole_year_days,
        linear.method_value as linear_ratio,
        linear.reason as linear_reason,
        input.plan_last_value,
        input.plan_this_value,
        input.is_in_year,
        seasonal.method_value as seasonal_ratio,
        seasonal.expected_value as seasonal_expected_value,
        seasonal.first_half_ratio,
        seasonal.first_half_source,
        seasonal.reason as seasonal_reason,
        seasonal.provenance as seasonal_provenance,
        growth.method_value as growth_ratio,
        growth.reason as growth_reason,
        attainment.period_ends_on
    from mart.attainment as attainment
    inner join mart.method_input as input on attainment.row_id = input.row_id
    inner join mart.method_value as linear
        on attainment.row_id = linear.row_id and linear.method = 'linear_pace'
    inner join mart.method as seasonal
        on attainment.row_id = seasonal.row_id and seasonal.method = 'seasonal_pace'
    inner join mart.method_value as growth
        on attainment.row_id = growth.row_id and growth.method = 'growth_rate'
    where
        ($target_id is null or attainment.target_id = $target_id)
        and ($period_id is null or attainment.period_id = $period_id)
        -- '' asks for the programme's own figure, null for all.
        and ($unit_id is null or coalesce(attainment.unit_id, '') = $unit_id)
)

select
    judged.* exclude (row_id, period_ends_on),
    run_rate.remaining_value,
    run_rate.steps_left,
    run_rate.step_months,
    run_rate.required_value,
    run_rate.best_value,
    run_rate.best_multiple,
    run_rate.reason as run_rate_reason,
    run_rate.required_provenance,
    run_rate.provenance as run_rate_provenance,
    forecast.method as forecast_method,
    forecast.sample_count,
    forecast.forecast_value,
    forecast.interval_low,
    forecast.interval_high,
    forecast.reason as forecast_reason,
    forecast.reach_probability,
    forecast_input.wanted_value,
    run_rate.is_to_be_exceeded,
    forecast.provenance as forecast_provenance,
    forecast.judgement_provenance as reach_provenance,
    forecast_input.point_values,
    forecast_input.point_provenances,
    forecast_input.ahead_steps,
    forecast_input.elapsed_years,
    forecast_input.remaining_years,
    taken_over.taken_over_zh,
    taken_over.taken_over_en,
    document.document_id,
    document.title_zh as document_title_zh,
    document.title_en as document_title_en,
    document.document_number,
    target.section,
    target.phrase
from judged
inner join mart.run_rate as run_rate on judged.row_id = run_rate.row_id
inner join mart.forecast_summary as forecast on judged.row_id = forecast.row_id
inner join mart.forecast_input as forecast_input on judged.row_id = forecast_input.row_id
left join (
    select
        part.target_id,
        part.unit_id,
        part.period_id,
        string_agg(gone.unit_name, '、' order by gone.sort_order) as taken_over_zh,
        string_agg(gone.unit_name_en, ', ' order by gone.sort_order) as taken_over_en
    from mart.part_round as part
    inner join dim.unit as gone on list_contains(string_split(part.taken_over_from, ';'), gone.unit_id)
    group by part.target_id, part.unit_id, part.period_id
) as taken_over
    on judged.target_id = taken_over.target_id
    and judged.unit_id = taken_over.unit_id
    and judged.period_id = taken_over.period_id
left join fact.target as target on judged.target_id = target.target_id
left join dim.document as document on target.document_id = document.document_id
order by target.sort_order, judged.unit_id nulls first, judged.period_ends_on

