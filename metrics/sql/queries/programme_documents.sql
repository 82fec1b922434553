-- one row per document of a programme
select *
from mart.document
where programme_id = $programme_id
order by issued_on nulls last, document_id
