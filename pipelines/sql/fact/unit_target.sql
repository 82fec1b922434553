-- one row per target × unit: the annex's part; without an annex of the programme the illustrative one, where in use
select
    part.target_id,
    bearer.unit_id,
    cast(part.target_value as decimal(24, 6)) as target_value,
    cast(part.baseline_value as decimal(24, 6)) as baseline_value,
    part.measure_unit,
    cast(part.given_value as decimal(24, 6)) as given_value,
    part.given_unit,
    part.provenance,
    cast(part.valid_from as date) as valid_from,
    cast(part.valid_to as date) as valid_to,
    part.document_title,
    part.section,
    part.phrase,
    part.note_zh,
    part.note_en,
    part._file as source_file,
    part._row as source_row
from stage.unit_part as part
inner join stage.target as target on part.target_id = target.target_id
left join dim.document as document on target.document_id = document.document_id
-- A name means whom it meant when the document came out.
inner join dim.unit_bearer as bearer
    on part.unit_name = bearer.alias_name
    and coalesce(document.issued_on, cast(target.starts_on as date)) between bearer.taken_from and bearer.taken_until
