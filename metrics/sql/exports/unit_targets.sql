-- one row per target × unit of the breakdown
select
    unit_target.target_id,
    unit_target.unit_id,
    unit.unit_name,
    unit_target.target_value,
    unit_target.baseline_value,
    unit_target.measure_unit,
    unit_target.given_value,
    unit_target.given_unit,
    unit_target.provenance,
    unit_target.document_title,
    unit_target.section,
    unit_target.phrase,
    unit_target.note_zh,
    unit_target.note_en,
    unit_target.valid_from,
    unit_target.valid_to
from fact.unit_target as unit_target
inner join dim.unit as unit on unit_target.unit_id = unit.unit_id
order by unit_target.target_id, unit.sort_order
