-- one row per programme × round × unit × task it leads or indicator of its own part: what its report has to speak of
select
    programme_id,
    period_id,
    unit_id,
    case item_kind when '指标' then 'indicator' when '任务' then 'task' end as item_kind,
    item_id,
    is_illustrative = 'True' as is_illustrative
from stage.asked_item
