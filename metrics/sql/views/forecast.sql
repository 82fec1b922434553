-- one row per target × unit × round × method of forecasting, one row with the reason where there is none
select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    input.due_on as forecast_on,
    input.measure_unit,
    computed.*,
    replace(sentence.zh, '{sample_count}', cast(computed.sample_count as varchar)) as sentence_zh,
    replace(sentence.en, '{sample_count}', cast(computed.sample_count as varchar)) as sentence_en
from mart.forecast_value as computed
inner join mart.forecast_input as input on computed.row_id = input.row_id
left join meta.sentence as sentence on 'forecast.' || computed.reason = sentence.code
