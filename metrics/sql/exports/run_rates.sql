-- one row per target × unit × round: what each remaining step of its rounds must bring, beside the best so far
select
    run_rate.programme_id,
    run_rate.target_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    run_rate.unit_id,
    unit.unit_name,
    run_rate.period_id,
    round(run_rate.remaining_value, 4) as remaining_value,
    case run_rate.step_months when 6 then round(run_rate.steps_left, 4) end as half_years_left,
    run_rate.step_months,
    round(run_rate.steps_left, 4) as steps_left,
    round(run_rate.required_value, 4) as required_value,
    run_rate.is_to_be_exceeded,
    round(run_rate.best_value, 4) as best_value,
    case run_rate.step_months when 6 then run_rate.step_count end as half_year_count,
    run_rate.step_count,
    round(run_rate.best_multiple, 4) as best_multiple,
    run_rate.measure_unit,
    run_rate.qualifier,
    run_rate.provenance,
    run_rate.required_provenance,
    run_rate.best_provenance,
    run_rate.reason,
    replace(sentence.zh, '{step}', step.zh) as sentence_zh,
    replace(sentence.en, '{step}', step.en) as sentence_en
from mart.run_rate as run_rate
inner join mart.attainment as attainment on run_rate.row_id = attainment.row_id
left join fact.target as target on run_rate.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join dim.unit_round as unit on run_rate.unit_id = unit.unit_id and run_rate.period_id = unit.period_id
left join meta.sentence as sentence on 'run_rate.' || run_rate.reason = sentence.code
left join meta.sentence as step
    on case run_rate.step_months
        when 1 then 'cycle_step.month' when 3 then 'cycle_step.quarter' when 6 then 'cycle_step.half_year' else 'cycle_step.year'
    end = step.code
order by target.sort_order, run_rate.target_id, run_rate.unit_id nulls first, attainment.period_ends_on
