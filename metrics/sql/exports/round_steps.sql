-- one row per thing that happened in a round: a file came, a version was decided, the round was closed, a unit was called
select
    history.programme_id,
    history.period_id,
    history.unit_id,
    unit.unit_name,
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
order by history.programme_id, history.period_id, history.recorded_at, history.sort_order
