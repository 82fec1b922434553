-- one row per fact of a centre that changed, with the day from which the new value holds
select
    centre_id,
    fact as fact_id,
    case when fact = 'name' then replace(value, '（样例）', '') else value end as fact_value,
    cast(changed_on as date) as changed_on,
    note,
    case when _file like 'sample/%' then 'sample' else 'reported' end as provenance,
    cast(coalesce(recorded_on, changed_on) as timestamptz) at time zone 'UTC' as recorded_at,
    _file as source_file,
    _row as source_row
from stage.centre_change
