-- one row per unit × round: the latest version that was accepted and not returned since
select version.*
from mart.report_version as version
inner join mart.report_standing as standing
    on
        standing.kind_id = 'report'
        and version.programme_id = standing.programme_id
        and version.period_id = standing.period_id
        and version.unit_id = standing.subject_id
        and version.version = standing.counted_version
