-- one row per indicator with its definition
select
    indicator_id,
    name_zh,
    name_en,
    measure_type,
    measure_unit,
    direction,
    aggregation,
    definition_zh,
    definition_en,
    basis_zh,
    basis_en,
    decimals,
    may_be_negative
from dim.indicator
order by indicator_id
