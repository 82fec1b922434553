-- one row per centre × year of its life: how its annual report stands, with the texts of the version that counts
select
    'centre_report' as kind_id,
    state.centre_id,
    centre.centre_name,
    state.programme_id,
    state.year,
    state.state,
    state.is_nil,
    state.version,
    state.version_count,
    state.counted_version,
    state.returned_count,
    state.submitted_on,
    state.received_on,
    state.receipt_day_by,
    state.receipt_day_reason,
    state.forwarded_by,
    state.filed_by,
    state.last_reason,
    state.document_id,
    document.title_zh,
    document.title_en,
    state.article,
    state.phrase,
    state.through_zh,
    state.through_en,
    state.filed_with_zh,
    state.filed_with_en,
    report.progress,
    report.problems,
    report.next_steps,
    state.provenance
from mart.centre_report_state as state
inner join fact.centre as centre on state.centre_id = centre.centre_id
left join dim.document as document on state.document_id = document.document_id
left join fact.centre_report as report
    on
        state.centre_id = report.centre_id
        and state.year = report.year
        and state.counted_version = report.version
where
    ($centre_id is null or state.centre_id = $centre_id)
    and ($programme_id is null or state.programme_id = $programme_id)
    and ($year is null or state.year = $year)
order by state.centre_id, state.year
