-- one row per target in another measure unit than its indicator, and per part whose unit does not go exactly into that of its target
select
    target.source_file as _file,
    target.source_row as _row,
    target.target_id,
    target.measure_unit
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
where target.measure_unit <> indicator.measure_unit
union all
select
    unit_target.source_file,
    unit_target.source_row,
    unit_target.target_id,
    unit_target.given_unit
from fact.unit_target as unit_target
where unit_target.target_value is null
union all
select
    interim.source_file,
    interim.source_row,
    interim.target_id,
    interim.measure_unit
from fact.interim_value as interim
inner join fact.target as target on interim.target_id = target.target_id
where interim.measure_unit <> target.measure_unit
