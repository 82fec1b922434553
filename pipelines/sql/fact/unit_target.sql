-- one row per target × unit: the annex's part; without an annex of the programme the illustrative one, where in use
with annexed as (
    select distinct target.programme_id
    from stage.unit_target as part
    inner join stage.target as target on part.target_id = target.target_id
),

received as (
    select
        part.* exclude (_file, _row),
        'policy' as provenance,
        part._file,
        part._row
    from stage.unit_target as part
    union all by name
    select
        part.* exclude (_file, _row),
        'sample' as provenance,
        part._file,
        part._row
    from stage.sample_unit_target as part
    inner join stage.target as target on part.target_id = target.target_id
    anti join annexed on target.programme_id = annexed.programme_id
)

select
    received.target_id,
    unit_alias.unit_id,
    cast(received.target_value as decimal(24, 6)) as target_value,
    cast(received.baseline_value as decimal(24, 6)) as baseline_value,
    received.measure_unit,
    received.provenance,
    received.document_title,
    received.section,
    received.phrase,
    received.note_zh,
    received.note_en,
    received._file as source_file,
    received._row as source_row
from received
inner join dim.unit_alias as unit_alias on received.unit_name = unit_alias.alias_name
