-- one row per target × unit × round: the headline forecast, the spread of all methods, and the chance of reaching it
select
    forecast.programme_id,
    forecast.target_id,
    forecast.unit_id,
    forecast.period_id,
    min(forecast.forecast_on) as forecast_on,
    min(forecast.measure_unit) as measure_unit,
    max(forecast.sample_count) as sample_count,
    count(forecast.method) as method_count,
    max(forecast.method) filter (where forecast.is_headline) as method,
    max(forecast.forecast_value) filter (where forecast.is_headline) as forecast_value,
    max(forecast.interval_low) filter (where forecast.is_headline) as interval_low,
    max(forecast.interval_high) filter (where forecast.is_headline) as interval_high,
    max(forecast.interval_level) filter (where forecast.is_headline) as interval_level,
    min(forecast.forecast_value) as spread_low,
    max(forecast.forecast_value) as spread_high,
    -- For counts the model of counts speaks, else the random walk whose back-test won.
    coalesce(
        max(forecast.reach_probability) filter (where forecast.method = 'event_count'),
        max(forecast.reach_probability)
    ) as reach_probability,
    max(
        case
            when input.comparator = '<=' then forecast.forecast_value <= input.aim_value
            when input.comparator = '>' then forecast.forecast_value > input.aim_value
            else forecast.forecast_value >= input.aim_value
        end
    ) filter (where forecast.is_headline) as is_reaching,
    max(forecast.reason) filter (where forecast.is_headline or forecast.method is null) as reason,
    max(forecast.sentence_zh) filter (where forecast.is_headline or forecast.method is null) as sentence_zh,
    max(forecast.sentence_en) filter (where forecast.is_headline or forecast.method is null) as sentence_en
from mart.forecast as forecast
inner join mart.forecast_input as input
    on forecast.target_id = input.target_id
    and forecast.unit_id is not distinct from input.unit_id
    and forecast.period_id = input.period_id
group by forecast.programme_id, forecast.target_id, forecast.unit_id, forecast.period_id
