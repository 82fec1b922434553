-- one row per target × unit that a person named for it: in which role, and what says so
select
    reporter.target_id,
    unit_alias.unit_id,
    reporter.role,
    reporter.is_stated = 'true' as is_stated,
    reporter.section,
    reporter.phrase,
    reporter.note_zh,
    reporter.note_en,
    reporter._file as source_file,
    reporter._row as source_row
from stage.reporter as reporter
inner join dim.unit_alias as unit_alias on reporter.unit_name = unit_alias.alias_name
