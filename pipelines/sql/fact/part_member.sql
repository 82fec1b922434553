-- one row per target × round × unit that carries a part of it then × unit whose declared part is in that
select
    target_id,
    period_id,
    unit_id,
    member_unit_id
from stage.part_member
