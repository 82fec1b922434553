-- one row per figure of a past time that was changed since, and per judgement of a closed round that today would change
with everything as (
    select
        case when programme_id is null then 'publication' else 'report' end as restatement_kind,
        programme_id,
        cast(null as varchar) as target_id,
        unit_id,
        period_id,
        indicator_id,
        scope_id,
        old_value,
        new_value,
        difference_value,
        measure_unit,
        old_qualifier,
        new_qualifier,
        cast(null as decimal(24, 6)) as old_target_value,
        cast(null as decimal(24, 6)) as new_target_value,
        cast(null as varchar) as old_status,
        cast(null as varchar) as new_status,
        restated_at,
        old_submission_id,
        new_submission_id,
        reason,
        provenance
    from mart.restatement
    union all
    -- Of closed rounds: what was judged stays. When definitions or rules changed is not on record.
    select
        difference_kind,
        programme_id,
        target_id,
        unit_id,
        period_id,
        indicator_id,
        scope_id,
        frozen_value,
        new_value,
        new_value - frozen_value,
        measure_unit,
        frozen_qualifier,
        new_qualifier,
        frozen_target_value,
        new_target_value,
        frozen_status,
        new_status,
        null,
        null,
        null,
        case when difference_kind = 'rules' then new_rule_version end,
        provenance
    from mart.judgement_difference
)

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
from everything as restatement
left join dim.unit_round as unit on restatement.unit_id = unit.unit_id and restatement.period_id = unit.period_id
left join dim.indicator as indicator on restatement.indicator_id = indicator.indicator_id
order by
    restatement.restated_at, restatement.programme_id, restatement.period_id, restatement.unit_id,
    restatement.indicator_id, restatement.target_id
