-- one row per register-counted indicator × round: centres started by then, of the office's register before samples
with registered as (
    select *
    from fact.centre
    where centre_type in ('综合性', '专业性') and provenance in ('reported', 'sample')
    -- A programme with centres of its own is not filled up with made-up ones.
    qualify provenance = min(provenance) over (partition by programme_id)
)

select
    case centre.centre_type when '综合性' then 'comprehensive-centres' else 'specialised-centres' end as indicator_id,
    centre.programme_id,
    period.period_id,
    period.ends_on,
    count(*) filter (where centre.started_on <= period.ends_on) as actual_value,
    min(centre.provenance) as provenance
from registered as centre
inner join dim.round as round on centre.programme_id = round.programme_id
inner join dim.period as period on round.period_id = period.period_id
group by all
