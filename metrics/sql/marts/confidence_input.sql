-- one row per rating beside the computed status of its target, unit and round
select
    row_number() over (
        order by confidence.target_id, confidence.unit_id nulls first, attainment.period_ends_on desc,
            confidence.rated_on desc, confidence.rater
    ) as row_id,
    confidence.*,
    attainment.status,
    attainment.status_reason,
    attainment.pace_ratio,
    attainment.judgement_provenance
from fact.confidence as confidence
inner join mart.attainment as attainment
    on confidence.programme_id = attainment.programme_id
    and confidence.target_id = attainment.target_id
    and confidence.unit_id is not distinct from attainment.unit_id
    and confidence.period_id = attainment.period_id
order by row_id
