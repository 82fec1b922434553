-- one row per journal step whose report version is not there
select
    event.source_file as _file,
    event.sort_order as _row,
    event.submission_id,
    event.event
from fact.submission_event as event
left join fact.submission as submission on event.submission_id = submission.submission_id
where submission.submission_id is null
