-- one row per group of figures × time: their sum where they may be added, else why not
select
    total.group_kind,
    total.programme_id,
    total.unit_id,
    total.target_id,
    total.period_id,
    total.member_count,
    total.missing_count,
    total.total_value,
    total.measure_unit,
    total.qualifier,
    total.provenance,
    total.is_addable,
    total.reasons,
    total.sentence_zh,
    total.sentence_en
from mart.total as total
left join dim.unit_round as unit on total.unit_id = unit.unit_id and total.period_id = unit.period_id
left join fact.target as target on total.target_id = target.target_id
order by
    list_position(['programme', 'unit', 'target', 'series'], total.group_kind),
    total.programme_id, unit.sort_order, target.sort_order, total.target_id, total.period_id
