-- one row per target, or part of a unit that others stand below, to which the parts of the annex do not add up: an
-- annex may ask for more, a slip may ask for less
with recursive above as (
    select
        unit_id,
        parent_unit_id as above_id,
        1 as steps
    from dim.unit
    where parent_unit_id is not null
    union all
    select
        above.unit_id,
        unit.parent_unit_id,
        above.steps + 1
    from above
    inner join dim.unit as unit on above.above_id = unit.unit_id
    where unit.parent_unit_id is not null and above.steps < 20
),

part as (
    select
        unit_target.target_id,
        unit_target.unit_id,
        sum(unit_target.target_value) as part_value,
        min(unit_target.source_file) as source_file,
        min(unit_target.source_row) as source_row
    from fact.unit_target as unit_target
    inner join fact.target as target on unit_target.target_id = target.target_id
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    where unit_target.provenance = 'policy' and indicator.aggregation = 'sum'
    group by unit_target.target_id, unit_target.unit_id
),

-- Whose part it is a part of: that of the nearest unit above with one, else the whole.
placed as (
    select
        part.target_id,
        part.unit_id,
        part.part_value,
        part.source_file,
        part.source_row,
        min_by(upper_part.unit_id, above.steps) as above_id,
        min_by(upper_part.part_value, above.steps) as above_value
    from part
    left join above on part.unit_id = above.unit_id
    left join part as upper_part on part.target_id = upper_part.target_id and above.above_id = upper_part.unit_id
    group by all
)

select
    min(placed.source_file) as _file,
    min(placed.source_row) as _row,
    target.target_id,
    sum(placed.part_value) as part_sum
from placed
inner join fact.target as target on placed.target_id = target.target_id
group by target.target_id, target.target_value, target.target_low, target.target_high, placed.above_id, placed.above_value
having
    sum(placed.part_value) not between
    coalesce(placed.above_value, target.target_low, target.target_value)
    and coalesce(placed.above_value, target.target_high, target.target_value)
