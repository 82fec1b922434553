-- one row: one version of a report, how it stands, and the file it came in
select
    report.submission_id,
    report.programme_id,
    report.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    report.period_id,
    report.version,
    report.submitted_on,
    report.received_on,
    report.is_nil,
    report.provenance,
    report.state,
    accepted.submission_id is not null as is_counted,
    report.accepted_by,
    report.is_automatic,
    report.missing_item_count,
    report.missing_items_zh,
    report.missing_items_en,
    submission.source_file,
    arrival.file_name,
    source_file.sha256,
    source_file.byte_count
from mart.report_version as report
inner join fact.submission as submission on report.submission_id = submission.submission_id
inner join dim.unit_round as unit on report.unit_id = unit.unit_id and report.period_id = unit.period_id
left join mart.accepted_report as accepted on report.submission_id = accepted.submission_id
left join meta.source_file as source_file on submission.source_file = source_file.path
left join fact.arrival as arrival
    on report.programme_id = arrival.programme_id
    and report.period_id = arrival.period_id
    and report.unit_id = arrival.unit_id
    and report.version = arrival.version
    and arrival.verdict = 'accepted'
where report.submission_id = $submission_id
limit 1
