-- one row per programme × round
select
    r.programme_id,
    r.period_id,
    p.ends_on,
    r.due_on
from dim.round as r
join dim.period as p using (period_id)
order by r.programme_id, r.sort_order
