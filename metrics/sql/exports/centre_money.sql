-- one row per centre × cap × window
select
    centre_id,
    document_id,
    rule_id,
    article,
    phrase,
    cap_kind,
    cap_window,
    starts_on,
    ends_on,
    project_id,
    project_name,
    investment_value,
    cap_value,
    used_value,
    left_value,
    outside_value,
    measure_unit,
    is_exceeded,
    is_binding,
    working_zh,
    working_en,
    provenance
from mart.centre_money
order by centre_id, sort_order
