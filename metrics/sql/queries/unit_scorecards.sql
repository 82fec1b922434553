-- one row per unit of a programme in one round: targets, tasks, timeliness, quality and load
select
    scorecard.*,
    unit.unit_name,
    unit.unit_name_en
from mart.unit_scorecard as scorecard
inner join dim.unit_round as unit on scorecard.unit_id = unit.unit_id and scorecard.period_id = unit.period_id
where
    scorecard.programme_id = $programme_id
    and scorecard.period_id = $period_id
    and ($unit_id is null or scorecard.unit_id = $unit_id)
order by unit.sort_order
