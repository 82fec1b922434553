-- one row per thing that happened to a unit: founded, renamed, took over from another, taken over by another, ended
with happened as (
    select
        'founded' as change,
        starts_on as happened_on,
        unit_name as name_zh,
        unit_name_en as name_en,
        cast(null as varchar) as other_unit_id,
        cast(null as varchar) as source
    from dim.unit
    where unit_id = $unit_id and starts_on is not null
    union all
    select
        'renamed',
        starts_on,
        unit_name,
        unit_name_en,
        null,
        source
    from dim.unit_name
    where unit_id = $unit_id
    -- The first name is the one that it began with.
    qualify row_number() over (order by starts_on) > 1
    union all
    select
        'took_over',
        successor.from_day,
        gone.unit_name,
        gone.unit_name_en,
        gone.unit_id,
        successor.source
    from dim.unit_successor as successor
    inner join dim.unit as gone on successor.unit_id = gone.unit_id
    where successor.successor_unit_id = $unit_id
    union all
    select
        'taken_over',
        successor.from_day,
        heir.unit_name,
        heir.unit_name_en,
        heir.unit_id,
        successor.source
    from dim.unit_successor as successor
    inner join dim.unit as heir on successor.successor_unit_id = heir.unit_id
    where successor.unit_id = $unit_id
    union all
    select
        'ended',
        ends_on,
        unit_name,
        unit_name_en,
        null,
        null
    from dim.unit
    where
        unit_id = $unit_id
        and ends_on is not null
        and unit_id not in (select unit_id from dim.unit_successor)
)

select *
from happened
order by happened_on, change, other_unit_id
