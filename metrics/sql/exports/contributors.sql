-- one row per target × round × unit whose figure is or goes into the whole, or whose accepted figure is in no target
select
    contributor.programme_id,
    contributor.target_id,
    contributor.period_id,
    contributor.unit_id,
    unit.unit_name,
    contributor.role as contribution,
    contributor.basis as contribution_basis,
    contributor.is_complete as is_whole_known,
    contributor.weight as contribution_weight,
    contributor.is_stated as is_named_by_text,
    contributor.section,
    contributor.actual_value,
    target.measure_unit,
    contributor.is_carried,
    contributor.provenance,
    contributor.is_counted,
    contributor.reason,
    contributor.note_zh,
    contributor.note_en
from mart.contributor as contributor
inner join dim.unit_round as unit on contributor.unit_id = unit.unit_id and contributor.period_id = unit.period_id
left join fact.target as target on contributor.target_id = target.target_id
order by contributor.programme_id, contributor.period_id, contributor.target_id, contributor.unit_id
