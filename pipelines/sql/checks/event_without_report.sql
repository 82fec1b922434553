-- one row per journal step whose report version is not there
select
    event.source_file as _file,
    event.source_row as _row,
    concat_ws('/', event.programme_id, event.period_id, event.subject_id, 'v' || event.version) as submission_id,
    event.event
from fact.report_event as event
left join fact.submission as submission
    on
        event.programme_id = submission.programme_id
        and event.period_id = submission.period_id
        and event.subject_id = submission.unit_id
        and event.version = submission.version
where event.kind_id = 'report' and submission.submission_id is null
