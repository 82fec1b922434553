-- one row per publication of definitions: by whom, why, by which door, and of which programmes
select
    publication.actor,
    publication.reason,
    publication.channel,
    publication.programme_ids,
    publication.manifest,
    cast(publication.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.publication as publication
