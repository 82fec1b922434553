-- one row per technology innovation centre on record for a programme
select
    centre_id,
    centre_name,
    level,
    centre_type,
    city,
    field,
    lead_unit,
    approved_text,
    started_on,
    provenance,
    source_title,
    confidence
from fact.centre
where programme_id = $programme_id
order by provenance, started_on nulls last, centre_name
