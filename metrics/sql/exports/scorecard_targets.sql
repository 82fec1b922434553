-- one row per programme × unit × round × role × kind of target × status: how many targets stand so, and which
select
    counted.programme_id,
    counted.unit_id,
    unit.unit_name,
    counted.period_id,
    counted.role,
    counted.target_kind,
    counted.status,
    counted.target_count,
    counted.target_ids,
    counted.provenance
from mart.unit_target_status as counted
inner join dim.unit_round as unit on counted.unit_id = unit.unit_id and counted.period_id = unit.period_id
order by counted.programme_id, unit.sort_order, counted.period_id, counted.role, counted.target_kind, counted.status
