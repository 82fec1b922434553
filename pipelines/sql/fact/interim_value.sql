-- one row per target × unit × round with an interim value, unit_id null for the whole
select
    interim.target_id,
    bearer.unit_id,
    interim.period_id,
    cast(interim.interim_value as decimal(24, 6)) as interim_value,
    interim.measure_unit,
    interim.document_title,
    interim.section,
    interim.phrase,
    interim._file as source_file,
    interim._row as source_row
from stage.interim_value as interim
left join dim.period as period on interim.period_id = period.period_id
left join dim.unit_bearer as bearer
    on interim.unit_name = bearer.alias_name
    and coalesce(period.ends_on, date '9999-12-31') between bearer.taken_from and bearer.taken_until
