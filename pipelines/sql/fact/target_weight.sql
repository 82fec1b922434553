-- one row per target that has a weight within its programme, a real one before a sample
with received as (
    select
        *,
        'reported' as provenance
    from stage.weight
    union all
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
    note_zh,
    note_en,
    provenance
from received
qualify row_number() over (partition by target_id order by provenance) = 1
