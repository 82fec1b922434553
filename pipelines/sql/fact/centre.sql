-- one row per technology innovation centre, named by a publication or made as a sample
select
    'published-' || row_number() over (order by _row) as centre_id,
    name as centre_name,
    case when province = '天津市' then 'tianjin-centres-2018' else 'sichuan-centres' end as programme_id,
    level,
    cast(null as varchar) as centre_type,
    city,
    field,
    lead_unit,
    approved as approved_text,
    cast(null as date) as started_on,
    'published' as provenance,
    source_title,
    confidence,
    cast(null as timestamp) as recorded_at
from stage.published_centre
union all
select
    centre_id,
    name,
    programme_id,
    null,
    centre_type,
    city,
    field,
    null,
    null,
    cast(started_on as date),
    'sample',
    null,
    null,
    cast(started_on as timestamp)
from stage.centre
