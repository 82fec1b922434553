-- one row per import of a statistic that does not count: held, or withdrawn by a person; the latest first
select
    imported.file_name,
    imported.statistic,
    imported.import_state,
    imported.decided_at,
    nullif(imported.decided_by, '') as decided_by,
    nullif(imported.decision_reason, '') as decision_reason,
    indicator.name_zh as indicator_zh,
    indicator.name_en as indicator_en
from mart.statistic_import as imported
left join dim.indicator as indicator on imported.indicator_id = indicator.indicator_id
where imported.import_state <> 'counts'
order by imported.decided_at desc, imported.file_name
