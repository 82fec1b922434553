-- one row per target: why the figure of a unit that does not contribute is not in that of the whole
select
    target_id,
    reason
from stage.exclusion
