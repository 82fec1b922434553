-- one row per entry of the centres' money ledger, amounts in 万元 to the cent
select
    entry_id,
    centre_id,
    cast(booked_on as date) as booked_on,
    case kind when '拨款' then 'grant' when '配套' then 'matching' when '支出' then 'spending' end as kind,
    funder,
    purpose,
    category,
    project_id,
    cast(cast(amount as decimal(24, 6)) * case measure_unit when '元' then 0.0001 else 1 end as decimal(24, 6)) as amount_value,
    '万元' as measure_unit,
    note,
    case when _file like 'sample/%' then 'sample' else 'reported' end as provenance,
    cast(coalesce(recorded_on, booked_on) as timestamptz) at time zone 'UTC' as recorded_at,
    _file as source_file,
    _row as source_row
from stage.centre_money
