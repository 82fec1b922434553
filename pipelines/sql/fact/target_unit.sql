-- one row per target × unit that the document names as responsible for the target itself; unit_id null for a name nobody bears
with named as (
    select
        target_id,
        document_id,
        starts_on,
        trim(unnest(string_split(replace(responsible_unit, '、', ';'), ';'))) as unit_name,
        _file as source_file,
        _row as source_row
    from stage.target
    where responsible_unit is not null
)

select
    named.target_id,
    bearer.unit_id,
    named.unit_name,
    named.source_file,
    named.source_row
from named
left join dim.document as document on named.document_id = document.document_id
left join dim.unit_bearer as bearer
    on named.unit_name = bearer.alias_name
    and coalesce(document.issued_on, cast(named.starts_on as date)) between bearer.taken_from and bearer.taken_until
where named.unit_name <> ''
