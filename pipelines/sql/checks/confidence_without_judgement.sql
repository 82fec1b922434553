-- one row per rating of a target, unit and round that do not belong together
select
    confidence.source_file as _file,
    confidence.source_row as _row,
    confidence.target_id,
    confidence.unit_id,
    confidence.period_id
from fact.confidence as confidence
left join mart.attainment as attainment
    on confidence.programme_id = attainment.programme_id
    and confidence.target_id = attainment.target_id
    and confidence.unit_id is not distinct from attainment.unit_id
    and confidence.period_id = attainment.period_id
where attainment.target_id is null
