-- one row per target × unit × round × method: its value, its class, or why there is none
select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    computed.*,
    case
        when input.actual_value is null then null
        when computed.method = 'seasonal_pace' then mart.weakest([
            input.judgement_provenance,
            case when computed.first_half_source = 'own' then input.season_provenance end
        ])
        else input.judgement_provenance
    end as provenance
from mart.method_value as computed
inner join mart.method_input as input on computed.row_id = input.row_id
