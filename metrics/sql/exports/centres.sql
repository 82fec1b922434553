-- one row per technology innovation centre
select
    centre_id,
    centre_name,
    programme_id,
    level,
    centre_type,
    province,
    city,
    field,
    lead_unit,
    operator,
    legal_form,
    director_name,
    director_post,
    separate_ledger,
    board,
    expert_committee,
    approved_text,
    started_on,
    provenance,
    source_title,
    confidence,
    reading_zh,
    reading_en,
    recorded_at
from fact.centre
order by provenance, programme_id, centre_id
