-- one row per finding, errors first
select
    rule_id,
    severity,
    file,
    row_number,
    column_name,
    value,
    sentence_zh,
    sentence_en,
    next_step_zh,
    next_step_en
from quality.finding
order by severity, file, row_number, column_name, rule_id
limit $most
