-- one row per statistic easily taken for an indicator
select
    name_zh,
    name_en,
    difference_zh,
    difference_en
from dim.indicator_sibling
where indicator_id = $indicator_id
order by sort_order
