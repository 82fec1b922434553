-- one row per judgement on a centre
select
    centre_id,
    sort_order,
    topic,
    verdict as centre_verdict,
    judged_on,
    document_id,
    rule_id,
    article,
    phrase,
    reason as reason_code,
    sentence_zh as judgement_zh,
    sentence_en as judgement_en,
    working_zh,
    working_en,
    starts_on,
    ends_on,
    cap_value,
    used_value,
    left_value,
    measure_unit,
    record_ids,
    provenance
from mart.centre_verdict
order by centre_id, sort_order
