-- one row per programme × unit × round × role × kind of target × status: the targets that a unit leads, supports or carries a part of
with judged as (
    select
        served.programme_id,
        served.unit_id,
        attainment.period_id,
        case served.role when 'lead' then 'lead' else 'support' end as role,
        attainment.target_kind,
        attainment.status,
        served.target_id,
        attainment.judgement_provenance
    from mart.answering_unit as served
    inner join mart.attainment as attainment
        on served.target_id = attainment.target_id
        and served.period_id = attainment.period_id
        and attainment.unit_id is null
    union all
    select
        programme_id,
        unit_id,
        period_id,
        'own',
        target_kind,
        status,
        target_id,
        judgement_provenance
    from mart.attainment
    where unit_id is not null
),

-- Which status a target has rests on its own class, so how many have one rests on those of all.
classed as (
    select
        *,
        mart.weakest(list(judgement_provenance) over (partition by programme_id, unit_id, period_id, role)) as provenance
    from judged
)

select
    programme_id,
    unit_id,
    period_id,
    role,
    target_kind,
    status,
    count(*) as target_count,
    string_agg(target_id, ';' order by target_id) as target_ids,
    provenance
from classed
group by programme_id, unit_id, period_id, role, target_kind, status, provenance
order by programme_id, unit_id, period_id, role, target_kind, status
