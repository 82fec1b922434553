-- one row per target × unit × round × method: its value, its class, or why there is none
select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    computed.*
from mart.method_value as computed
inner join mart.method_input as input on computed.row_id = input.row_id
