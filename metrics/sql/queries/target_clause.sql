-- one row per target of that id, with its clause, document and indicator
select
    t.target_id,
    t.programme_id,
    t.indicator_id,
    t.scope_id,
    t.value_as_printed,
    t.section,
    t.phrase,
    t.baseline_value,
    t.baseline_source,
    t.measure_unit,
    m.name_zh as measure_unit_name_zh,
    m.name_en as measure_unit_name_en,
    m.is_currency,
    m.is_count,
    i.is_whole,
    i.decimals,
    t.note_zh,
    t.note_en,
    i.name_zh,
    i.name_en,
    i.definition_zh,
    i.definition_en,
    i.basis_zh,
    i.basis_en,
    d.document_id,
    d.title_zh,
    d.title_en,
    d.document_number,
    d.issuer_zh,
    d.issuer_en,
    d.issued_on,
    d.in_force_on,
    d.expires_on,
    d.validity,
    d.validity_note_zh,
    d.validity_note_en
from fact.target as t
join dim.document as d using (document_id)
join dim.indicator as i using (indicator_id)
join dim.measure_unit as m on m.measure_unit = t.measure_unit
where t.target_id = $target_id
