-- one row per centre × year of its life: how its annual report stands and since when it is owed
select
    state.centre_id,
    centre.centre_name,
    state.programme_id,
    state.year,
    state.state as centre_report_state,
    state.is_nil,
    state.version,
    state.version_count,
    state.counted_version,
    state.returned_count,
    state.submitted_on,
    state.received_on,
    state.receipt_day_by,
    state.receipt_day_reason,
    state.forwarded_at,
    state.forwarded_by,
    state.filed_at,
    state.filed_by,
    state.last_reason,
    case when state.document_id is not null then 'not_stated' end as due_day,
    case when state.state = 'missing' then state.year_ends_on + 1 end as missing_since,
    state.document_id,
    state.article,
    state.phrase,
    state.through_zh,
    state.filed_with_zh,
    report.progress,
    report.problems,
    report.next_steps,
    state.provenance
from mart.centre_report_state as state
inner join fact.centre as centre on state.centre_id = centre.centre_id
left join fact.centre_report as report
    on
        state.centre_id = report.centre_id
        and state.year = report.year
        and state.counted_version = report.version
order by state.centre_id, state.year
