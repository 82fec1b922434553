-- one row per target × unit × round: what each remaining step of its rounds must bring, beside the best so far
select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    computed.remaining_value,
    computed.steps_left,
    input.step_months,
    computed.required_value,
    input.is_to_be_exceeded,
    input.best_value,
    input.step_count,
    computed.best_multiple,
    input.measure_unit,
    input.qualifier,
    mart.weakest([case when input.has_figure then input.required_provenance end, input.best_provenance]) as provenance,
    case when input.has_figure then input.required_provenance end as required_provenance,
    input.best_provenance,
    case when input.is_withdrawn and computed.reason = 'run_rate_due' then 'run_rate_withdrawn' else computed.reason end
        as reason,
    computed.row_id
from mart.run_rate_value as computed
inner join mart.run_rate_input as input on computed.row_id = input.row_id
