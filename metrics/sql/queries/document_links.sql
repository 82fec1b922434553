-- one row per document that a document is linked with, by its own words or by those of the other
with linked as (
    select
        document_id,
        kind,
        linked_document_id
    from dim.document_link
    union
    select
        linked_document_id,
        case kind
            when 'replaces' then 'replaced_by'
            when 'above' then 'below'
            else kind
        end,
        document_id
    from dim.document_link
)

select
    linked.kind,
    other.document_id,
    other.title_zh,
    other.title_en,
    other.document_number
from linked
inner join dim.document as other on linked.linked_document_id = other.document_id
where linked.document_id = $document_id
order by list_position(['replaced_by', 'replaces', 'above', 'below', 'beside'], linked.kind), other.document_id
