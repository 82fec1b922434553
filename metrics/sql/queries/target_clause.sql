-- one row per target of that id, with its clause, document and indicator
select
    target.target_id,
    target.programme_id,
    target.indicator_id,
    target.scope_id,
    target.value_as_printed,
    target.section,
    target.phrase,
    target.baseline_value,
    target.baseline_source,
    target.measure_unit,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    indicator.is_whole,
    indicator.decimals,
    target.note_zh,
    target.note_en,
    indicator.name_zh,
    indicator.name_en,
    indicator.definition_zh,
    indicator.definition_en,
    indicator.basis_zh,
    indicator.basis_en,
    document.* exclude (programme_id)
from fact.target as target
inner join mart.document as document on target.document_id = document.document_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.measure_unit as measure_unit on target.measure_unit = measure_unit.measure_unit
where target.target_id = $target_id
