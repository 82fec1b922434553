-- one row per change of a target or of a unit's part, with what was asked for before and since, and whether it is easier
select
    input.* exclude (value_sign, low_sign, high_sign, due_sign),
    computed.is_lowered,
    computed.elapsed_ratio,
    computed.is_lowered_late
from mart.target_change_input as input
inner join mart.target_change_value as computed on input.row_id = computed.row_id
order by input.row_id
