-- one row per programme × round × unit × task it leads or indicator that is its own, for real and for sample reports
select
    programme_id,
    period_id,
    unit_id,
    case item_kind when '指标' then 'indicator' when '任务' then 'task' end as item_kind,
    item_id,
    is_sample = 'True' as is_sample
from stage.asked_item
