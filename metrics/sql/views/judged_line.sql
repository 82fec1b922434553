-- one row per target × unit × round: the judgement with its line, from where it starts to the value that meets the target
with placed as (
    select
        attainment.*,
        coalesce(attainment.baseline_on, attainment.starts_on) as start_on,
        case
            when attainment.measure_type = 'cumulative' then coalesce(attainment.baseline_value, 0)
            else attainment.baseline_value
        end as origin_value,
        case when attainment.comparator = 'range' then attainment.target_low else attainment.target_value end
            as aim_value,
        -- How many whole things one of the measure unit is: 10 000 of 万家. Null for what can be cut at will.
        case when indicator.is_whole then measure_unit.factor end as things
    from mart.attainment as attainment
    inner join dim.indicator as indicator on attainment.indicator_id = indicator.indicator_id
    inner join dim.measure_unit as measure_unit on attainment.measure_unit = measure_unit.measure_unit
)

select
    * exclude (things),
    case
        when things is null then aim_value
        -- "More than 800" of whole things is 801, "at least 9.5" is 10, "at most 9.5" is 9.
        when comparator = '>' then (floor(aim_value * things) + 1) / things
        when comparator = '<=' then floor(aim_value * things) / things
        else ceil(aim_value * things) / things
    end as wanted_value,
    -- What is measured and has to be exceeded has no smallest value that does: reaching the figure is not enough.
    comparator = '>' and things is null as is_to_be_exceeded
from placed
