-- one row per finding of the checks in the file of one report version, errors first
select
    finding.rule_id,
    finding.severity,
    finding.file,
    finding.row_number,
    finding.column_name,
    finding.value,
    finding.sentence_zh,
    finding.sentence_en,
    finding.next_step_zh,
    finding.next_step_en
from quality.finding as finding
inner join fact.submission as submission on finding.file = submission.source_file
where submission.submission_id = $submission_id
order by finding.severity, finding.row_number, finding.column_name, finding.rule_id
