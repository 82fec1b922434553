-- one row: the forecast of a target's programme-level figure as made in one round
select
    forecast_on,
    forecast_value,
    interval_low,
    interval_high,
    interval_level,
    sample_count,
    provenance,
    sentence_zh,
    sentence_en
from mart.forecast_summary
where target_id = $target_id
    and period_id = $period_id
    and unit_id is null
