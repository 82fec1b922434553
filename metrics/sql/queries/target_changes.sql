-- one row per change of a target, of a unit's part of it, or of another target that was merged into it, by day; or of all
-- targets of a programme
select
    change.target_id,
    indicator.name_zh,
    indicator.name_en,
    other_indicator.name_zh as other_name_zh,
    other_indicator.name_en as other_name_en,
    change.merged_into,
    change.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    change.valid_from,
    change.change_kind,
    change.old_target_value,
    change.old_target_low,
    change.old_target_high,
    change.due_on as old_due_on,
    change.new_target_value,
    change.new_target_low,
    change.new_target_high,
    change.new_due_on,
    change.is_lowered_late,
    document.title_zh as document_title_zh,
    document.title_en as document_title_en,
    document.document_number,
    change.section,
    change.phrase,
    change.reason_zh,
    change.reason_en,
    change.measure_unit,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    indicator.is_whole,
    indicator.decimals,
    indicator.measure_type
from mart.target_change as change
inner join dim.indicator as indicator on change.indicator_id = indicator.indicator_id
inner join dim.measure_unit as measure_unit on change.measure_unit = measure_unit.measure_unit
left join fact.target as other on change.merged_into = other.target_id
left join dim.indicator as other_indicator on other.indicator_id = other_indicator.indicator_id
left join dim.document as document on change.document_id = document.document_id
left join dim.unit as unit on change.unit_id = unit.unit_id
where
    change.target_id = $target_id
    or change.merged_into = $target_id
    or change.programme_id = $programme_id
order by change.valid_from nulls first, change.unit_id nulls first, change.target_id
