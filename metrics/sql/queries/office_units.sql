-- one row per unit of the office under its name of today, whether a programme names it, and when it ends or ended
select
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    unit.kind_zh,
    unit.kind_en,
    unit.ends_on,
    unit.unit_id in (
        select unit_id from fact.responsibility where programme_id = $programme_id
        union all
        select part.unit_id from fact.unit_target as part
        inner join fact.target as target on part.target_id = target.target_id
        where target.programme_id = $programme_id
        union all
        select reporter.unit_id from fact.reporter as reporter
        inner join fact.target as target on reporter.target_id = target.target_id
        where target.programme_id = $programme_id
    ) as is_of_programme
from dim.unit as unit
order by unit.sort_order
