-- one row per document of a programme
select
    document.document_id,
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
    document.validity_note_en
from dim.document as document
inner join mart.document_validity as shown on document.document_id = shown.document_id
where document.programme_id = $programme_id
order by document.issued_on nulls last, document.document_id
