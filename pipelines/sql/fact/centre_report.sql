-- one row per sample centre × year it reported on, money in 万元
select
    centre_id,
    cast(year as integer) as year,
    cast(submitted_on as date) as submitted_on,
    cast(rd_spending as decimal(24, 6)) as rd_spending,
    cast(contract_income as decimal(24, 6)) as contract_income,
    cast(patents as integer) as patents,
    cast(firms_served as integer) as firms_served,
    progress,
    problems,
    next_steps,
    'sample' as provenance,
    cast(submitted_on as timestamp) as recorded_at
from stage.centre_report
