-- one row per target × round × unit that took over from another and whose part does not follow from the parts before it
select
    target_id,
    period_id,
    unit_id
from stage.open_part
