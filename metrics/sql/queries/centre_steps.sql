-- one row per step in the life of one centre × document in force on its day
select
    step.*,
    document.title_zh,
    document.title_en
from mart.centre_step as step
left join dim.document as document on step.document_id = document.document_id
where step.centre_id = $centre_id
order by step.sort_order, step.document_id
