-- one row per cap × window on the money of one centre
select
    money.*,
    document.title_zh,
    document.title_en
from mart.centre_money as money
inner join dim.document as document on money.document_id = document.document_id
where money.centre_id = $centre_id
order by money.sort_order
