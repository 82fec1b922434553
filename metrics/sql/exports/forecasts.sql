-- one row per target × unit × round × method of forecasting, one row with the reason where there is none
select
    forecast.programme_id,
    forecast.target_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    forecast.unit_id,
    unit.unit_name,
    forecast.period_id,
    forecast.forecast_on,
    forecast.sample_count,
    forecast.method,
    forecast.is_headline,
    round(forecast.forecast_value, 4) as forecast_value,
    round(forecast.interval_low, 4) as interval_low,
    round(forecast.interval_high, 4) as interval_high,
    forecast.interval_level,
    round(forecast.reach_probability, 6) as reach_probability,
    cast(forecast.backtest_count as integer) as backtest_count,
    round(forecast.backtest_error, 4) as backtest_error,
    round(forecast.backtest_naive_error, 4) as backtest_naive_error,
    forecast.measure_unit,
    forecast.provenance,
    forecast.judgement_provenance,
    forecast.reason,
    forecast.sentence_zh,
    forecast.sentence_en
from mart.forecast as forecast
inner join mart.attainment as attainment on forecast.row_id = attainment.row_id
left join fact.target as target on forecast.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join dim.unit_round as unit on forecast.unit_id = unit.unit_id and forecast.period_id = unit.period_id
order by
    target.sort_order, forecast.target_id, forecast.unit_id nulls first, attainment.period_ends_on,
    forecast.is_headline desc, forecast.method
