-- one row per unit × round: the latest version that was accepted or locked
select *
from mart.report_version
where state in ('accepted', 'locked')
qualify row_number() over (partition by programme_id, period_id, unit_id order by version desc) = 1
