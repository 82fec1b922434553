-- one row per publication of definitions and programme that it brought or changed: who, when, why
with touched as (
    select
        recorded_at,
        actor,
        reason,
        channel,
        manifest,
        unnest(case when len(programme_ids) > 0 then programme_ids else [cast(null as varchar)] end) as programme_id
    from fact.publication
)

select
    touched.recorded_at as published_at,
    touched.actor,
    touched.reason,
    touched.channel as publication_channel,
    touched.programme_id,
    programme.name_zh as programme_name_zh,
    programme.name_en as programme_name_en,
    touched.programme_id is not null
    and row_number() over (partition by touched.programme_id order by touched.recorded_at) = 1 as is_first,
    touched.manifest
from touched
left join dim.programme as programme on touched.programme_id = programme.programme_id
order by touched.recorded_at, touched.programme_id
