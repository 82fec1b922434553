-- one row per document: as declared, in force or not on the day viewed by its own dates and what is known of its end
select
    document.* replace (case
        when viewed.today < document.issued_on then 'not_issued'
        when viewed.today < document.in_force_on then 'not_in_force_yet'
        when document.expires_on is not null and document.validity <> 'repealed'
            then case when viewed.today <= document.expires_on then 'in_force' else 'lapsed' end
        -- Known of today: on an earlier day an end of unknown day need not have come yet.
        when viewed.is_past and document.validity in ('repealed', 'lapsed') then 'repealed_since'
        else document.validity
    end as validity)
from dim.document as document
cross join meta.as_of as viewed
