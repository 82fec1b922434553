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
    document.document_id,
    document.title_zh,
    document.title_en,
    document.document_number,
    document.issuer_zh,
    document.issuer_en,
    document.issued_on,
    document.in_force_on,
    document.expires_on,
    shown.validity,
    document.validity_note_zh,
    document.validity_note_en
from fact.target as target
inner join dim.document as document on target.document_id = document.document_id
inner join mart.document_validity as shown on document.document_id = shown.document_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.measure_unit as measure_unit on target.measure_unit = measure_unit.measure_unit
where target.target_id = $target_id
