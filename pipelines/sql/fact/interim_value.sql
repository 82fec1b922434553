-- one row per target × unit × round with an interim value, unit_id null for the whole
select
    interim.target_id,
    unit_alias.unit_id,
    interim.period_id,
    cast(interim.interim_value as decimal(24, 6)) as interim_value,
    interim.measure_unit,
    interim.document_title,
    interim.section,
    interim.phrase,
    interim._file as source_file,
    interim._row as source_row
from stage.interim_value as interim
left join dim.unit_alias as unit_alias on interim.unit_name = unit_alias.alias_name
