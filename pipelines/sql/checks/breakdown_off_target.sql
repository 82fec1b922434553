-- one row per target whose illustrative parts do not add up to it
select
    min(unit_target.source_file) as _file,
    min(unit_target.source_row) as _row,
    target.target_id,
    sum(unit_target.target_value) as part_sum
from fact.unit_target as unit_target
inner join fact.target as target on unit_target.target_id = target.target_id
where unit_target.provenance = 'sample'
group by target.target_id, target.target_value
having sum(unit_target.target_value) <> target.target_value
