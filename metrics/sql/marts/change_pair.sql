-- one row per target × unit × round: its judgement beside that of the round before
with restated as (
    select distinct
        programme_id,
        indicator_id,
        scope_id,
        unit_id,
        period_id,
        provenance
    from mart.restatement
),

paired as (
    select
        attainment.*,
        lag(period_id) over in_time as before_period_id,
        lag(actual_value) over in_time as before_value,
        lag(attainment_pct) over in_time as before_attainment_pct,
        lag(status) over in_time as before_status,
        lag(provenance) over in_time as before_provenance,
        lag(qualifier) over in_time as before_qualifier,
        lag(judgement_provenance) over in_time as before_judgement_provenance,
        lag(actual_period_label) over in_time as before_period_label
    from mart.attainment as attainment
    window in_time as (partition by target_id, unit_id order by period_ends_on)
)

select
    paired.programme_id,
    paired.target_id,
    paired.indicator_id,
    paired.unit_id,
    paired.comparator,
    paired.target_low,
    paired.target_high,
    indicator.direction,
    paired.measure_unit,
    paired.before_period_id,
    paired.period_id as after_period_id,
    paired.before_value,
    paired.actual_value as after_value,
    paired.before_attainment_pct,
    paired.attainment_pct as after_attainment_pct,
    paired.before_status,
    paired.status as after_status,
    paired.before_provenance,
    paired.provenance as after_provenance,
    case when paired.before_value is not null then paired.before_qualifier end as before_qualifier,
    case when paired.actual_value is not null then paired.qualifier end as after_qualifier,
    mart.weakest([paired.before_judgement_provenance, paired.judgement_provenance]) as judgement_provenance,
    -- The programme's own figure is restated with any of its parts, or, where it is a published one, with that.
    exists (
        select 1
        from restated
        where
            restated.indicator_id = paired.indicator_id
            and case
                when paired.before_provenance = 'published'
                    then
                        restated.provenance = 'published'
                        and restated.scope_id = paired.scope_id
                        and restated.period_id = paired.before_period_label
                else
                    restated.programme_id = paired.programme_id
                    and restated.period_id = paired.before_period_id
                    and (paired.unit_id is null or restated.unit_id = paired.unit_id)
            end
    ) as is_restated
from paired
inner join dim.indicator as indicator on paired.indicator_id = indicator.indicator_id
