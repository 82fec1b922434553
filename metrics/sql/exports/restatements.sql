-- one row per figure of a past time that was changed since, and per judgement of a closed round that today would change
select
    restatement.restatement_kind,
    restatement.programme_id,
    restatement.target_id,
    restatement.unit_id,
    unit.unit_name,
    restatement.period_id,
    restatement.indicator_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    restatement.scope_id,
    restatement.old_value,
    restatement.new_value,
    restatement.difference_value,
    restatement.measure_unit,
    restatement.old_qualifier,
    restatement.new_qualifier,
    restatement.old_target_value,
    restatement.new_target_value,
    restatement.old_status,
    restatement.new_status,
    restatement.restated_at,
    restatement.old_submission_id,
    restatement.new_submission_id,
    restatement.reason,
    restatement.provenance
from mart.restatement as restatement
left join dim.unit as unit on restatement.unit_id = unit.unit_id
left join dim.indicator as indicator on restatement.indicator_id = indicator.indicator_id
order by
    restatement.restated_at, restatement.programme_id, restatement.period_id, restatement.unit_id, restatement.indicator_id,
    restatement.target_id
