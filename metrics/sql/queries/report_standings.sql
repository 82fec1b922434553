-- one row per report of one kind, the latest period first: who sends it and how it stands
select
    standing.kind_id,
    standing.programme_id,
    standing.period_id,
    standing.subject_id,
    coalesce(unit.unit_name, centre.centre_name, standing.subject_id) as sender_zh,
    coalesce(unit.unit_name_en, centre.centre_name, standing.subject_id) as sender_en,
    standing.state,
    standing.version,
    standing.counted_version,
    standing.is_closed,
    standing.decided_by,
    standing.provenance
from mart.report_standing as standing
left join dim.unit_round as unit on standing.subject_id = unit.unit_id and standing.period_id = unit.period_id
left join fact.centre as centre on standing.subject_id = centre.centre_id
where standing.kind_id = $kind_id
order by standing.period_id desc, standing.subject_id
