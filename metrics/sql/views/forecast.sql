-- one row per target × unit × round × method of forecasting, one row with the reason where there is none
with classed as (
    select
        computed.* replace (
            case when input.is_withdrawn and computed.reason = 'due' then 'withdrawn' else computed.reason end as reason
        ),
        case when computed.method = 'same_half_growth' then input.same_part_provenance else input.point_provenance end
            as provenance
    from mart.forecast_value as computed
    inner join mart.forecast_input as input on computed.row_id = input.row_id
)

select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    input.due_on as forecast_on,
    input.measure_unit,
    classed.*,
    -- What is held against the target: whether it is reached, and the chance of it.
    case when classed.provenance is not null then mart.weakest([classed.provenance, input.target_provenance]) end
        as judgement_provenance,
    replace(sentence.zh, '{sample_count}', cast(classed.sample_count as varchar)) as sentence_zh,
    replace(sentence.en, '{sample_count}', cast(classed.sample_count as varchar)) as sentence_en
from classed
inner join mart.forecast_input as input on classed.row_id = input.row_id
left join meta.sentence as sentence on 'forecast.' || classed.reason = sentence.code
