-- one row per target that a later document of its programme set than the first that set any: the day of that document
with setting as (
    select
        target.target_id,
        document.issued_on as set_on,
        min(document.issued_on) over (partition by target.programme_id) as first_set_on
    from fact.target as target
    inner join dim.document as document on target.document_id = document.document_id
)

select
    target_id,
    set_on
from setting
where set_on > first_set_on
