-- one row per accepted figure of a unit × round that is in no target, with the reason, and a target it speaks to if any
with figure as (
    select
        report.programme_id,
        report.period_id,
        report.unit_id,
        observation.indicator_id,
        observation.actual_value,
        observation.measure_unit,
        report.provenance
    from mart.accepted_report as report
    inner join fact.observation as observation on report.submission_id = observation.submission_id
    where observation.actual_value is not null
),

placed as (
    select
        figure.*,
        target_round.target_id,
        exclusion.reason,
        unit_target.target_id is not null or contribution.target_id is not null as is_counted
    from figure
    left join mart.target_round as target_round
        on figure.programme_id = target_round.programme_id
        and figure.period_id = target_round.period_id
        and figure.indicator_id = target_round.indicator_id
    left join fact.exclusion as exclusion on target_round.target_id = exclusion.target_id
    left join mart.part_round as unit_target
        on target_round.target_id = unit_target.target_id
        and figure.unit_id = unit_target.unit_id
        and figure.period_id = unit_target.period_id
    left join mart.round_contribution as contribution
        on target_round.target_id = contribution.target_id
        and figure.unit_id = contribution.unit_id
        and figure.period_id = contribution.period_id
)

select
    programme_id,
    period_id,
    unit_id,
    indicator_id,
    actual_value,
    measure_unit,
    provenance,
    min(target_id) as target_id,
    coalesce(min_by(reason, target_id), 'no_target') as reason
from placed
group by programme_id, period_id, unit_id, indicator_id, actual_value, measure_unit, provenance
having not bool_or(is_counted)
