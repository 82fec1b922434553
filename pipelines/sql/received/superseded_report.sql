-- one row per sample row that stood until a real report of the same unit, programme and round came in
update stage.report
set superseded_at = first_report.received_at
from stage.first_report as first_report
where
    stage.report.programme_id = first_report.programme_id
    and stage.report.period_id = first_report.period_id
    and stage.report.unit_name = first_report.unit_name
