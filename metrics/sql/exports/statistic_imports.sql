-- one row per import of an official statistic, the latest last
select
    file_name,
    sha256,
    indicator_id,
    statistic,
    measure_unit,
    figure_count,
    import_state,
    received_at,
    decided_at,
    nullif(decided_by, '') as decided_by,
    nullif(decision_reason, '') as decision_reason,
    'published' as provenance
from mart.statistic_import
order by received_at, sha256
