-- one row per change of a target, or of a unit's part of it (unit_id null for the whole), from a day
select
    change.target_id,
    bearer.unit_id,
    cast(change.valid_from as date) as valid_from,
    change.change_kind,
    cast(change.target_value as decimal(24, 6)) as target_value,
    cast(change.target_low as decimal(24, 6)) as target_low,
    cast(change.target_high as decimal(24, 6)) as target_high,
    cast(change.due_on as date) as due_on,
    change.merged_into,
    change.document_id,
    change.section,
    change.phrase,
    coalesce(change.reason_zh, change.reason_en) as reason_zh,
    coalesce(change.reason_en, change.reason_zh) as reason_en,
    change._file as source_file,
    change._row as source_row
from stage.target_change as change
left join dim.document as document on change.document_id = document.document_id
left join dim.unit_bearer as bearer
    on change.unit_name = bearer.alias_name
    and coalesce(cast(change.valid_from as date), document.issued_on, date '9999-12-31')
    between bearer.taken_from and bearer.taken_until
