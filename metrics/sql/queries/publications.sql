-- one row per publication of definitions, the latest first: of all of them, or of those that name one programme
select
    recorded_at as published_at,
    actor as published_by,
    reason,
    channel,
    manifest
from fact.publication
where $programme_id is null or list_contains(programme_ids, $programme_id)
order by recorded_at desc
