-- one row per starting point or building goal that a programme's documents state
select
    fact.kind,
    fact.text_zh,
    fact.text_en,
    fact.phrase
from dim.document_fact as fact
inner join dim.document as document on fact.document_id = document.document_id
where document.programme_id = $programme_id
order by fact.kind, fact.sort_order
