-- one row: the last closing of a round by name, and what was recorded of it; none where it was never closed
select
    actor,
    recorded_at,
    closing_id,
    rule_version,
    definitions_sha256,
    judgement_count,
    note
from mart.closing
where programme_id = $programme_id
    and period_id = $period_id
