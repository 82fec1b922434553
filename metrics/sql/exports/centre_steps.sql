-- one row per step of a centre × document in force on its day
select
    centre_id,
    sort_order,
    event as life_step,
    happened_on,
    is_no_later_than,
    grade,
    decided_by,
    state as centre_state,
    is_in_order,
    document_id,
    article,
    phrase,
    effects_zh,
    effects_en,
    uncovered,
    provenance
from mart.centre_step
order by centre_id, sort_order, document_id
