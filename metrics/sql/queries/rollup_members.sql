-- one row per target that counts in a programme's weighted average of one round
select
    member_id,
    status,
    attainment_pct,
    weight
from mart.rollup_member
where
    group_kind = 'programme'
    and programme_id = $programme_id
    and period_id = $period_id
    and status not in ('not_judged', 'not_yet_due', 'withdrawn')
order by member_id
