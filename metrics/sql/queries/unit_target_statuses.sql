-- one row per unit × status of its own targets in one round
select
    unit_id,
    status,
    count(*) as target_count,
    -- illustrative as soon as one of them is
    max(target_provenance) as target_provenance,
    list(distinct judgement_provenance) as provenances
from mart.attainment
where programme_id = $programme_id
    and period_id = $period_id
    and unit_id is not null
group by unit_id, status
order by unit_id, status
