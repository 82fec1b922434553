-- one row per target × unit × round that a ledger can count: reported against evidence
select
    reconciliation.programme_id,
    reconciliation.target_id,
    reconciliation.indicator_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    reconciliation.unit_id,
    unit.unit_name,
    reconciliation.period_id,
    reconciliation.period_ends_on,
    reconciliation.ledger_id,
    reconciliation.reported_value,
    reconciliation.evidence_value,
    reconciliation.record_count,
    reconciliation.difference_value,
    round(reconciliation.difference_pct, 4) as difference_pct,
    reconciliation.allowed_value,
    reconciliation.measure_unit,
    reconciliation.verdict,
    reconciliation.reported_provenance,
    reconciliation.evidence_provenance,
    reconciliation.provenance,
    reconciliation.submission_id
from mart.reconciliation as reconciliation
inner join dim.indicator as indicator on reconciliation.indicator_id = indicator.indicator_id
inner join dim.unit_round as unit on reconciliation.unit_id = unit.unit_id and reconciliation.period_id = unit.period_id
inner join fact.target as target on reconciliation.target_id = target.target_id
order by target.sort_order, unit.sort_order, reconciliation.period_ends_on
