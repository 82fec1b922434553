-- one row per round of a target at programme level: what was asked for by it, to be drawn as a line of steps
select
    period.starts_on,
    period.ends_on,
    attainment.target_value,
    attainment.target_low,
    attainment.target_high
from mart.attainment as attainment
inner join dim.period as period on attainment.period_id = period.period_id
where attainment.target_id = $target_id and attainment.unit_id is null
order by period.ends_on
