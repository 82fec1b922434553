-- one row per target that a policy document states, as a goal or in passing in a task
select
    target.target_id,
    target.programme_id,
    target.document_id,
    document.document_number,
    document.title_zh as document_title_zh,
    document.title_en as document_title_en,
    target.section,
    target.phrase,
    target.task_id,
    target.indicator_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    indicator.measure_type,
    target.scope_id,
    scope.name_zh as scope_name_zh,
    scope.name_en as scope_name_en,
    target.comparator,
    target.target_value,
    target.target_low,
    target.target_high,
    target.measure_unit,
    target.value_as_printed,
    target.starts_on,
    target.due_on,
    target.baseline_value,
    target.baseline_on,
    target.baseline_source,
    'policy' as provenance,
    target.note_zh,
    target.note_en,
    target.level,
    target.sort_order
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.scope as scope on target.scope_id = scope.scope_id
inner join dim.document as document on target.document_id = document.document_id
