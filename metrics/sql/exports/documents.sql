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
    shown.validity,
    document.validity_note_zh,
    document.validity_note_en,
    document.source_file
from dim.document as document
inner join mart.document_validity as shown on document.document_id = shown.document_id
order by document.document_id
