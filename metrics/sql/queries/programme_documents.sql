-- one row per document of a programme
select
    document_id,
    title_zh,
    title_en,
    document_number,
    issuer_zh,
    issuer_en,
    issued_on,
    in_force_on,
    expires_on,
    validity,
    validity_note_zh,
    validity_note_en
from dim.document
where programme_id = $programme_id
order by issued_on nulls last, document_id
