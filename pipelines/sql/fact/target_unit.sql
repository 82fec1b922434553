-- one row per target × unit that the document names as responsible for the target itself, beside any task
with named as (
    select
        target_id,
        document_id,
        starts_on,
        trim(unnest(string_split(replace(responsible_unit, '、', ';'), ';'))) as unit_name
    from stage.target
    where responsible_unit is not null
)

select distinct
    named.target_id,
    bearer.unit_id
from named
left join dim.document as document on named.document_id = document.document_id
inner join dim.unit_bearer as bearer
    on named.unit_name = bearer.alias_name
    and coalesce(document.issued_on, cast(named.starts_on as date)) between bearer.taken_from and bearer.taken_until
