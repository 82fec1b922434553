-- one row: how many targets of a programme documents had changed, lowered and lowered late by the end of one round
select
    target_count,
    changed_count,
    lowered_count,
    lowered_late_count,
    lowered_late_pct,
    string_split(lowered_late_ids, ';') as lowered_late_ids
from mart.lowered_share
where programme_id = $programme_id and period_id = $period_id
