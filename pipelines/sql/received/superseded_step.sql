-- one row per step of a sample report that stood until a real report of its unit, programme and round came in
update stage.journal
set superseded_at = first_report.received_at
from stage.first_report as first_report
where
    stage.journal.programme_id = first_report.programme_id
    and stage.journal.period_id = first_report.period_id
    and stage.journal.unit_name = first_report.unit_name
