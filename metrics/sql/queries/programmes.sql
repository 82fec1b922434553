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
    cycle_note_en,
    (select min(round.due_on) from dim.planned_round as round where round.programme_id = programme.programme_id)
        as first_due_on,
    exists (select 1 from fact.target as target where target.programme_id = programme.programme_id) as has_targets
from dim.programme as programme
order by sort_order
