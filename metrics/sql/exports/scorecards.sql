-- one row per programme × unit × round: targets, tasks, timeliness, quality and load side by side, and no score
select
    scorecard.programme_id,
    scorecard.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    scorecard.period_id,
    scorecard.due_on,
    scorecard.* exclude (programme_id, unit_id, period_id, due_on)
from mart.unit_scorecard as scorecard
inner join dim.unit_round as unit on scorecard.unit_id = unit.unit_id and scorecard.period_id = unit.period_id
order by scorecard.programme_id, unit.sort_order, scorecard.due_on
