-- one row per change of a unit, or of who answers for a task, that a programme has before it after a day
with concerned as (
    select unit_id from fact.responsibility where programme_id = $programme_id
    union
    select part.unit_id
    from fact.unit_target as part
    inner join fact.target as target on part.target_id = target.target_id
    where target.programme_id = $programme_id
),

to_come as (
    select
        'renamed' as change,
        starts_on as happens_on,
        unit_id,
        unit_name as other_name_zh,
        unit_name_en as other_name_en,
        source
    from dim.unit_name
    where starts_on > $day
    union all
    select
        'taken_over',
        successor.from_day,
        successor.unit_id,
        heir.unit_name,
        heir.unit_name_en,
        successor.source
    from dim.unit_successor as successor
    inner join dim.unit as heir on successor.successor_unit_id = heir.unit_id
    where successor.from_day > $day
    union all
    select
        'dissolved',
        cast(ends_on + 1 as date),
        unit_id,
        null,
        null,
        null
    from dim.unit
    where ends_on >= $day and unit_id not in (select unit_id from dim.unit_successor)
)

select
    to_come.change,
    to_come.happens_on,
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    to_come.other_name_zh,
    to_come.other_name_en,
    cast(null as varchar) as role,
    to_come.source
from to_come
inner join dim.unit as unit on to_come.unit_id = unit.unit_id
where to_come.unit_id in (select unit_id from concerned)
union all
select
    case when responsibility.valid_from > $day then 'answers' else 'answers_no_more' end,
    case when responsibility.valid_from > $day then responsibility.valid_from
        else cast(responsibility.valid_to + 1 as date) end,
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    task.name_zh,
    task.name_en,
    responsibility.role,
    responsibility.note_zh
from fact.responsibility as responsibility
inner join fact.task as task on responsibility.task_id = task.task_id
inner join dim.unit as unit on responsibility.unit_id = unit.unit_id
where
    responsibility.programme_id = $programme_id
    and (responsibility.valid_from > $day or responsibility.valid_to >= $day)
order by 2, 1, 4
