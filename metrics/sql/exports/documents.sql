-- one row per policy document with its validity
select
    document_id,
    programme_id,
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
    validity_note_en,
    source_file
from dim.document
order by document_id
