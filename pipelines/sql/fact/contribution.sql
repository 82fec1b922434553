-- one row per target × unit whose figure is, or goes into, that of the whole: in which role, and why
select
    target_id,
    unit_id,
    role,
    basis,
    is_complete,
    weight,
    rank,
    valid_from,
    valid_to
from stage.contribution
