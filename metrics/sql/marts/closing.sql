-- one row per programme × round that was closed: its last closing, and the record of what was judged then, if any
select *
from fact.closing
qualify row_number() over (partition by programme_id, period_id order by recorded_at desc, sort_order desc) = 1
