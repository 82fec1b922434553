-- one row per unit × round: the latest version that was accepted and not returned since
select *
from mart.report_version
where is_counted
qualify row_number() over (partition by programme_id, period_id, unit_id order by version desc) = 1
