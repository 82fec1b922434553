-- one row per target whose parts in the annex do not add up to it: an annex may ask for more, a slip may ask for less
select
    min(unit_target.source_file) as _file,
    min(unit_target.source_row) as _row,
    target.target_id,
    sum(unit_target.target_value) as part_sum
from fact.unit_target as unit_target
inner join fact.target as target on unit_target.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
where unit_target.provenance = 'policy' and indicator.aggregation = 'sum'
group by target.target_id, target.target_value, target.target_low, target.target_high
having
    sum(unit_target.target_value) not between
    coalesce(target.target_low, target.target_value) and coalesce(target.target_high, target.target_value)
