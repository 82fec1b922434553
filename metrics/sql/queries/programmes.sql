-- one row per programme
select
    programme_id,
    name_zh,
    name_en,
    short_name_zh,
    short_name_en,
    starts_on,
    ends_on,
    reporting_cycle,
    cycle_note_zh,
    cycle_note_en
from dim.programme
order by sort_order
