-- one row per rating of delivery confidence, disagreements with the computed status first
select
    confidence.programme_id,
    confidence.target_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    confidence.unit_id,
    unit.unit_name,
    confidence.period_id,
    confidence.rating,
    confidence.rater,
    confidence.rated_on,
    confidence.is_independent,
    confidence.reason,
    confidence.status,
    confidence.status_reason,
    round(confidence.pace_ratio, 6) as pace_ratio,
    confidence.judgement_provenance,
    confidence.disagreement,
    confidence.sentence_zh,
    confidence.sentence_en,
    confidence.provenance,
    confidence.recorded_at,
    confidence.source_file,
    confidence.source_row
from mart.confidence as confidence
inner join fact.target as target on confidence.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join dim.unit_round as unit on confidence.unit_id = unit.unit_id and confidence.period_id = unit.period_id
order by confidence.sort_order
