-- one row per roll-up × member: what is counted and weighted in it
select
    member.group_kind,
    case when member.group_kind = 'programme' then 'goal' else 'unit_part' end as target_kind,
    member.programme_id,
    member.unit_id,
    member.target_id,
    member.period_id,
    member.member_id,
    member.judged_target_id,
    member.judged_unit_id,
    member.indicator_id,
    member.scope_id,
    member.measure_type,
    member.comparator,
    member.status,
    round(member.attainment_pct, 4) as attainment_pct,
    member.actual_value,
    member.measure_unit,
    member.qualifier,
    member.weight,
    member.weight_provenance,
    member.provenance,
    member.judgement_provenance
from mart.rollup_member as member
left join dim.unit_round as unit on member.unit_id = unit.unit_id and member.period_id = unit.period_id
left join fact.target as target on member.target_id = target.target_id
order by
    list_position(['programme', 'unit', 'target'], member.group_kind),
    member.programme_id, unit.sort_order, target.sort_order, member.target_id, member.period_id, member.member_id
