-- one row per rule that the build went through, failed ones first
select
    rule_id,
    table_name,
    severity,
    is_success,
    checked_count,
    unexpected_count,
    sentence_zh,
    sentence_en
from quality.check_result
order by is_success, severity, table_name, rule_id
