-- one row per target × unit × round: as definitions, figures and rules judge it now, with the names it is shown under
select
    judgement.*,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    scope.name_zh as scope_name_zh,
    scope.name_en as scope_name_en,
    unit.unit_name,
    document.document_number,
    target.section,
    target.sort_order as target_sort_order
from mart.judgement as judgement
inner join fact.target as target on judgement.target_id = target.target_id
inner join dim.indicator as indicator on judgement.indicator_id = indicator.indicator_id
left join dim.document as document on target.document_id = document.document_id
left join dim.scope as scope on judgement.scope_id = scope.scope_id
left join dim.unit_round as unit on judgement.unit_id = unit.unit_id and judgement.period_id = unit.period_id
