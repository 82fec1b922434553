-- one row per change of a target or of a unit's part, by a document or as a correction of entry
select
    change.programme_id,
    change.target_id,
    change.indicator_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    change.unit_id,
    unit.unit_name,
    change.valid_from,
    change.change_kind,
    change.old_target_value,
    change.new_target_value,
    change.old_target_low,
    change.new_target_low,
    change.old_target_high,
    change.new_target_high,
    change.measure_unit,
    change.due_on as old_due_on,
    change.new_due_on,
    change.merged_into,
    change.is_lowered,
    round(change.elapsed_ratio, 6) as elapsed_at_change,
    change.is_lowered_late,
    change.provenance,
    change.document_id,
    document.document_number,
    document.title_zh as document_title_zh,
    document.title_en as document_title_en,
    change.section,
    change.phrase,
    change.reason_zh,
    change.reason_en
from mart.target_change as change
inner join dim.indicator as indicator on change.indicator_id = indicator.indicator_id
left join dim.document as document on change.document_id = document.document_id
left join dim.unit as unit on change.unit_id = unit.unit_id
order by change.row_id
