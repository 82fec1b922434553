-- one row per programme × round: the share of its targets that documents had lowered late by then
select
    programme_id,
    period_id,
    period_ends_on,
    target_count,
    changed_count,
    lowered_count,
    lowered_late_count,
    round(lowered_late_pct, 4) as lowered_late_pct,
    lowered_late_ids,
    'policy' as provenance
from mart.lowered_share
order by programme_id, period_ends_on, period_id
