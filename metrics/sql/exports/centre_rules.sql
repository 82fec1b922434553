-- one row per rule of a document on centres
select
    document_id,
    rule_id,
    topic,
    kind as rule_kind,
    article,
    phrase,
    centre_types,
    provinces,
    levels,
    first_on,
    expires_on,
    is_stated,
    parameters,
    'policy' as provenance
from dim.centre_rule
order by document_id, sort_order
