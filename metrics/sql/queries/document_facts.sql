-- one row per starting point or building goal that a programme's documents state
select
    f.kind,
    f.text_zh,
    f.text_en,
    f.phrase
from dim.document_fact as f
join dim.document as d using (document_id)
where d.programme_id = $programme_id
order by f.kind, f.sort_order
