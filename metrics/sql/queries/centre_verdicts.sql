-- one row per judgement on one centre, or on all, the worst first
select
    verdict.*,
    centre.centre_name,
    centre.province,
    document.title_zh,
    document.title_en,
    document.in_force_on,
    document.expires_on
from mart.centre_verdict as verdict
inner join fact.centre as centre on verdict.centre_id = centre.centre_id
left join dim.document as document on verdict.document_id = document.document_id
where $centre_id is null or verdict.centre_id = $centre_id
order by
    list_position(['broken', 'attention', 'unknown', 'not_covered', 'met'], verdict.verdict),
    verdict.topic,
    verdict.judged_on desc,
    verdict.centre_id,
    verdict.sort_order
