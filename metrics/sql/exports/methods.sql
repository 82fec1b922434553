-- one row per target × unit × round × method: what each way of measuring progress says, or why it says nothing
select
    method.programme_id,
    method.target_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    method.unit_id,
    unit.unit_name,
    method.period_id,
    method.method,
    round(method.method_value, 6) as method_value,
    method.method_class,
    round(method.expected_value, 4) as expected_value,
    round(method.first_half_ratio, 6) as first_half_ratio,
    method.first_half_source,
    panel.method_count,
    panel.on_track_count,
    panel.methods_disagree,
    panel.paces_disagree,
    attainment.actual_value,
    attainment.measure_unit,
    attainment.qualifier,
    method.provenance,
    panel.provenance as panel_provenance,
    method.reason,
    sentence.zh as sentence_zh,
    sentence.en as sentence_en
from mart.method as method
inner join mart.method_panel as panel on method.row_id = panel.row_id
inner join mart.attainment as attainment on method.row_id = attainment.row_id
left join fact.target as target on method.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join dim.unit_round as unit on method.unit_id = unit.unit_id and method.period_id = unit.period_id
left join meta.sentence as sentence on 'method.' || method.reason = sentence.code
order by
    target.sort_order, method.target_id, method.unit_id nulls first, attainment.period_ends_on,
    list_position(['linear_pace', 'seasonal_pace', 'growth_rate'], method.method)
