-- one row per target × unit that a person named for it: in which role, and what says so
select
    reporter.target_id,
    bearer.unit_id,
    reporter.role,
    reporter.is_stated = 'true' as is_stated,
    reporter.section,
    reporter.phrase,
    reporter.note_zh,
    reporter.note_en,
    reporter._file as source_file,
    reporter._row as source_row
from stage.reporter as reporter
inner join stage.target as target on reporter.target_id = target.target_id
left join dim.document as document on target.document_id = document.document_id
inner join dim.unit_bearer as bearer
    on reporter.unit_name = bearer.alias_name
    and coalesce(document.issued_on, cast(target.starts_on as date)) between bearer.taken_from and bearer.taken_until
