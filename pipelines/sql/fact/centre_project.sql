-- one row per project of a centre with its total investment in 万元
select
    project_id,
    centre_id,
    name as project_name,
    cast(approved_on as date) as approved_on,
    cast(cast(total_investment as decimal(24, 6)) * case measure_unit when '元' then 0.0001 else 1 end as decimal(24, 6)) as investment_value,
    '万元' as measure_unit,
    case when _file like 'sample/%' then 'sample' else 'reported' end as provenance,
    cast(coalesce(recorded_on, approved_on) as timestamptz) at time zone 'UTC' as recorded_at,
    _file as source_file,
    _row as source_row
from stage.centre_project
