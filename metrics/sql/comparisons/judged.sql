-- one row per target × unit × round: what two views are compared by
select
    attainment.programme_id,
    attainment.target_id,
    attainment.indicator_id,
    attainment.unit_id,
    attainment.comparator,
    attainment.target_low,
    attainment.target_high,
    indicator.direction,
    attainment.measure_unit,
    attainment.period_id,
    attainment.period_ends_on,
    attainment.actual_value,
    attainment.attainment_pct,
    attainment.status,
    attainment.qualifier,
    attainment.provenance,
    attainment.judgement_provenance
from mart.attainment as attainment
inner join dim.indicator as indicator on attainment.indicator_id = indicator.indicator_id
where attainment.programme_id = coalesce($programme_id, attainment.programme_id)
