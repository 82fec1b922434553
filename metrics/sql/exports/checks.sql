-- one row per rule that the data went through
select *
from quality.check_result
order by rule_id
