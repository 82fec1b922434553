-- one row per target × unit: the annex's part; without an annex of the programme the illustrative one, where in use
select
    part.target_id,
    unit_alias.unit_id,
    cast(part.target_value as decimal(24, 6)) as target_value,
    cast(part.baseline_value as decimal(24, 6)) as baseline_value,
    part.measure_unit,
    cast(part.given_value as decimal(24, 6)) as given_value,
    part.given_unit,
    part.provenance,
    part.document_title,
    part.section,
    part.phrase,
    part.note_zh,
    part.note_en,
    part._file as source_file,
    part._row as source_row
from stage.unit_part as part
inner join dim.unit_alias as unit_alias on part.unit_name = unit_alias.alias_name
