-- one row per report that came in or was closed, of any kind: who sends it, for which period, and how it stands
select
    standing.kind_id as report_kind,
    nullif(standing.programme_id, '') as programme_id,
    standing.period_id,
    standing.subject_id as sender_id,
    coalesce(unit.unit_name, centre.centre_name) as sender_name,
    standing.state as report_state,
    standing.version,
    standing.counted_version,
    standing.is_closed,
    standing.provenance
from mart.report_standing as standing
left join dim.unit_round as unit on standing.subject_id = unit.unit_id and standing.period_id = unit.period_id
left join fact.centre as centre on standing.subject_id = centre.centre_id
order by standing.kind_id, standing.programme_id, standing.period_id, standing.subject_id
