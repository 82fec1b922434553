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
    case
        when viewed.day is null then validity
        -- As `metrics.rules.validity` has it for pages: what the document was on the day viewed.
        when viewed.day < issued_on then 'not_issued'
        when viewed.day < in_force_on then 'not_in_force_yet'
        when expires_on is not null and validity <> 'repealed'
            then case when viewed.day <= expires_on then 'in_force' else 'lapsed' end
        when validity in ('repealed', 'lapsed') then 'repealed_since'
        else validity
    end as validity,
    validity_note_zh,
    validity_note_en,
    source_file
from dim.document
cross join (select max(as_of) as day from meta.as_of) as viewed
order by document_id
