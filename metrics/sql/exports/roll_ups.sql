-- one row per programme, unit or target × round: members by status, and the weighted average by both bounds
select
    rollup.group_kind,
    case when rollup.group_kind = 'programme' then 'goal' else 'unit_part' end as target_kind,
    rollup.programme_id,
    rollup.unit_id,
    unit.unit_name,
    rollup.target_id,
    rollup.period_id,
    rollup.member_count,
    rollup.achieved_count,
    rollup.on_track_count,
    rollup.slightly_behind_count,
    rollup.behind_count,
    rollup.missed_count,
    rollup.no_data_count,
    rollup.not_yet_due_count,
    rollup.not_judged_count,
    rollup.withdrawn_count,
    rollup.missing_count,
    rollup.missing_ids,
    rollup.uncounted_ids,
    rollup.weight_sum,
    round(rollup.average_known_pct, 4) as average_known_pct,
    round(rollup.average_zero_pct, 4) as average_zero_pct,
    rollup.provenance,
    rollup.has_sample,
    rollup.weight_provenance,
    rollup.average_provenance,
    rollup.average_reason as reason,
    rollup.sentence_zh,
    rollup.sentence_en
from mart.rollup as rollup
left join dim.unit_round as unit on rollup.unit_id = unit.unit_id and rollup.period_id = unit.period_id
left join fact.target as target on rollup.target_id = target.target_id
order by
    list_position(['programme', 'unit', 'target'], rollup.group_kind),
    rollup.programme_id, unit.sort_order, target.sort_order, rollup.target_id, rollup.period_id
