-- one row per matched or reported figure whose printed unit has another dimension than its indicator
select
    observation.source_file as _file,
    observation.source_row as _row,
    observation.indicator_id,
    observation.measure_unit
from fact.observation as observation
where observation.indicator_id is not null and observation.actual_value is null
