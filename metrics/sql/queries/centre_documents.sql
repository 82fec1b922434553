-- one row per document with rules on centres, and the days on which they hold
select
    rule.document_id,
    document.programme_id,
    document.title_zh,
    document.title_en,
    document.validity,
    document.validity_note_zh,
    document.validity_note_en,
    rule.provinces,
    rule.levels,
    rule.first_on,
    rule.expires_on,
    rule.is_stated,
    count(*) as rule_count
from dim.centre_rule as rule
inner join mart.document as document on rule.document_id = document.document_id
group by all
order by rule.provinces, rule.first_on
