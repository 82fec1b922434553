-- one row per programme, unit or target of the group kind, in one round: counts by status and both bounds
select *
from mart.rollup
where
    group_kind = $group_kind
    and programme_id = $programme_id
    and period_id = $period_id
order by unit_id, target_id
