-- one row per step that a report version went through
select
    concat_ws('/', journal.programme_id, journal.period_id, unit_alias.unit_id, 'v' || journal.version) as submission_id,
    journal.event,
    cast(journal.happened_at as timestamptz) at time zone 'UTC' as happened_at,
    journal.actor,
    journal.reason,
    journal._file as source_file,
    journal._row as sort_order,
    cast(journal.happened_at as timestamptz) at time zone 'UTC' as recorded_at,
    cast(journal.superseded_at as timestamptz) at time zone 'UTC' as superseded_at
from stage.journal as journal
inner join dim.unit_alias as unit_alias on journal.unit_name = unit_alias.alias_name
