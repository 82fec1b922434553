-- one row per target that has a weight within its programme × days on which it holds, real ones before a sample
with received as (
    select
        *,
        'reported' as provenance
    from stage.weight
    union all by name
    select
        *,
        'sample' as provenance
    from stage.sample_weight
)

select
    programme_id,
    target_id,
    cast(weight as decimal(24, 6)) as weight,
    set_by,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    note_zh,
    note_en,
    provenance
from received
qualify provenance = min(provenance) over (partition by target_id)
