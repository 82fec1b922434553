-- one row per reduction that is not a ceiling below its baseline, per rank that is not a ceiling of a whole place, and
-- per range whose edges are the wrong way round
select
    target.source_file as _file,
    target.source_row as _row,
    target.target_id,
    target.comparator,
    indicator.measure_type
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
where
    (indicator.measure_type = 'reduction' and target.comparator <> '<=')
    or (indicator.measure_type = 'reduction' and target.baseline_value <= target.target_value)
    or (indicator.measure_type = 'rank' and target.comparator not in ('<=', 'expectation'))
    or (
        indicator.measure_type = 'rank'
        and (target.target_value < 1 or target.target_value <> trunc(target.target_value))
    )
    or target.target_low > target.target_high
    or target.due_on <= target.starts_on
