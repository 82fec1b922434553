-- one row per target (unit_id null) or part that was ever changed × days on which one definition of it holds: from
-- valid_from (null: the beginning) to the day before valid_to
select
    target_id,
    unit_id,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    cast(target_value as decimal(24, 6)) as target_value,
    cast(target_low as decimal(24, 6)) as target_low,
    cast(target_high as decimal(24, 6)) as target_high,
    cast(due_on as date) as due_on,
    cast(original_target_value as decimal(24, 6)) as original_target_value,
    cast(original_target_low as decimal(24, 6)) as original_target_low,
    cast(original_target_high as decimal(24, 6)) as original_target_high,
    cast(original_due_on as date) as original_due_on,
    cast(is_revised as boolean) as is_revised,
    ended_kind
from stage.target_span
