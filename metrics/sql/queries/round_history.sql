-- one row per thing that happened in one round, the newest first, of one unit or of all
select
    history.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    history.version,
    history.event,
    history.actor,
    history.is_automatic,
    history.reason,
    history.received_on,
    history.provenance,
    history.recorded_at
from mart.round_history as history
left join dim.unit_round as unit on history.unit_id = unit.unit_id and history.period_id = unit.period_id
where history.programme_id = $programme_id
    and history.period_id = $period_id
    and ($unit_id is null or history.unit_id = $unit_id)
order by history.recorded_at desc, history.sort_order desc
