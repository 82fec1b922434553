-- one row per register-counted indicator × round: centres of the sample register started by then
select
    case centre.centre_type when '综合性' then 'comprehensive-centres' else 'specialised-centres' end as indicator_id,
    centre.programme_id,
    period.period_id,
    period.ends_on,
    count(*) filter (where centre.started_on <= period.ends_on) as actual_value
from fact.centre as centre
inner join dim.round as round on centre.programme_id = round.programme_id
inner join dim.period as period on round.period_id = period.period_id
where centre.centre_type in ('综合性', '专业性')
group by all
