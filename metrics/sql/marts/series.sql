-- one row per target × published figure that speaks to it, on its own basis or another
select
    target.target_id,
    observation.observation_id,
    observation.indicator_name_zh,
    observation.indicator_name_en,
    observation.period_label,
    observation.period_starts_on,
    observation.period_ends_on,
    observation.actual_value,
    observation.measure_unit,
    observation.qualifier,
    observation.provenance,
    observation.basis_match,
    observation.basis_reason_zh,
    observation.basis_reason_en,
    observation.confidence,
    observation.issuer,
    observation.source_title,
    observation.source_date_text,
    observation.published_on,
    observation.scope_name,
    scope.name_en as scope_name_en,
    observation.note,
    case
        when observation.basis_match <> 'same' or target.comparator in ('expectation', 'annual_floor') then null
        when target.comparator = '>' then observation.actual_value > coalesce(span.target_value, target.target_value)
        when target.comparator = '<=' then observation.actual_value <= coalesce(span.target_value, target.target_value)
        else observation.actual_value
            >= coalesce(span.target_value, target.target_value, span.target_low, target.target_low)
    end as is_met
from fact.target as target
inner join fact.observation as observation
    on target.indicator_id = observation.indicator_id and observation.provenance = 'published'
-- Each figure is held against the target of its own day.
left join fact.target_span as span
    on
        target.target_id = span.target_id
        and span.unit_id is null
        and (span.valid_from is null or span.valid_from <= observation.period_ends_on)
        and (span.valid_to is null or span.valid_to > observation.period_ends_on)
left join dim.scope as scope on observation.scope_id = scope.scope_id
