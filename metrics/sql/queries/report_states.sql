-- one row per unit × round in which a report is owed or was given, of one round or of one unit
select
    'report' as kind_id,
    report.*,
    unit.unit_name,
    unit.unit_name_en
from mart.report_round as report
inner join dim.unit_round as unit on report.unit_id = unit.unit_id and report.period_id = unit.period_id
where report.programme_id = $programme_id
    and ($period_id is null or report.period_id = $period_id)
    and ($unit_id is null or report.unit_id = $unit_id)
order by report.due_on, unit.sort_order
