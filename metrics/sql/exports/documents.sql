-- one row per policy document with its validity
select
    document.document_id,
    document.programme_id,
    document.title_zh,
    document.title_en,
    document.document_number,
    document.issuer_zh,
    document.issuer_en,
    document.issued_on,
    document.in_force_on,
    document.expires_on,
    document.validity,
    document.validity_note_zh,
    document.validity_note_en,
    document.source_file
from mart.document as document
order by document.document_id
