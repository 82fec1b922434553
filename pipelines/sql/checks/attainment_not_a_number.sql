-- one row per judgement with a share that is not a finite number, or with a share but no figure
select
    'mart.attainment' as _file,
    0 as _row,
    target_id,
    unit_id,
    period_id
from mart.attainment
where
    not coalesce(isfinite(attainment_pct), true)
    or not coalesce(isfinite(pace_ratio), true)
    or not coalesce(isfinite(expected_value), true)
    or (actual_value is null and (attainment_pct is not null or status not in ('no_data', 'not_yet_due', 'withdrawn')))
