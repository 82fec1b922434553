-- one row per target × unit × round: the headline forecast, the spread of all methods, and the chance of reaching it
with gathered as (
    select
        row_id,
        max(sample_count) as sample_count,
        count(method) as method_count,
        max(method) filter (where is_headline) as method,
        max(forecast_value) filter (where is_headline) as forecast_value,
        max(interval_low) filter (where is_headline) as interval_low,
        max(interval_high) filter (where is_headline) as interval_high,
        max(interval_level) filter (where is_headline) as interval_level,
        min(forecast_value) as spread_low,
        max(forecast_value) as spread_high,
        max(reach_probability) as reach_probability,
        max(reason) filter (where is_headline or method is null) as reason,
        mart.weakest(list(provenance)) as provenance,
        mart.weakest(list(judgement_provenance)) as judgement_provenance
    from mart.forecast
    group by row_id
)

select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    input.due_on as forecast_on,
    input.measure_unit,
    gathered.row_id,
    gathered.sample_count,
    gathered.method_count,
    gathered.method,
    gathered.forecast_value,
    gathered.interval_low,
    gathered.interval_high,
    gathered.interval_level,
    gathered.spread_low,
    gathered.spread_high,
    gathered.reach_probability,
    case
        when input.comparator = '<=' then gathered.forecast_value <= input.wanted_value
        when input.is_to_be_exceeded then gathered.forecast_value > input.wanted_value
        else gathered.forecast_value >= input.wanted_value
    end as is_reaching,
    gathered.reason,
    gathered.provenance,
    gathered.judgement_provenance,
    replace(sentence.zh, '{sample_count}', cast(gathered.sample_count as varchar)) as sentence_zh,
    replace(sentence.en, '{sample_count}', cast(gathered.sample_count as varchar)) as sentence_en
from gathered
inner join mart.forecast_input as input on gathered.row_id = input.row_id
left join meta.sentence as sentence on 'forecast.' || gathered.reason = sentence.code
