-- one row per target × unit × round, unit_id is empty for the programme's own figure
select
    attainment.programme_id,
    attainment.target_id,
    attainment.indicator_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    attainment.scope_id,
    attainment.level,
    attainment.target_kind,
    attainment.unit_id,
    unit.unit_name,
    attainment.period_id,
    attainment.period_ends_on,
    attainment.due_on,
    attainment.measure_type,
    attainment.comparator,
    attainment.target_value,
    attainment.target_low,
    attainment.target_high,
    attainment.target_provenance,
    attainment.baseline_value,
    attainment.baseline_provenance,
    attainment.actual_value,
    attainment.measure_unit,
    attainment.actual_period_label,
    attainment.qualifier,
    attainment.provenance,
    attainment.part_count,
    attainment.part_missing_count,
    round(attainment.attainment_pct, 4) as attainment_pct,
    round(attainment.plain_pct, 4) as plain_pct,
    round(attainment.expected_value, 4) as expected_value,
    round(attainment.elapsed_ratio, 6) as elapsed_ratio,
    round(attainment.pace_ratio, 6) as pace_ratio,
    attainment.is_met,
    attainment.status,
    attainment.judgement_provenance,
    attainment.status_reason,
    attainment.rule_version,
    document.document_number,
    target.section
from mart.attainment as attainment
inner join fact.target as target on attainment.target_id = target.target_id
inner join dim.indicator as indicator on attainment.indicator_id = indicator.indicator_id
inner join dim.document as document on target.document_id = document.document_id
left join dim.unit as unit on attainment.unit_id = unit.unit_id
order by target.sort_order, attainment.target_id, attainment.unit_id nulls first, attainment.period_ends_on
