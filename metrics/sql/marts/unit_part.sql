-- one row per target × round of its programme × unit that carries a part of it then: its own, with those that it took over
with carried as (
    select
        part.* exclude (unit_id),
        part.unit_id as named_unit_id,
        round.period_id,
        heir.heir_unit_id as unit_id,
        part.unit_id = heir.heir_unit_id as is_own,
        indicator.aggregation,
        count(*) over (partition by part.target_id, part.unit_id, round.period_id) as heir_count,
        -- What is given to a unit that only came with the takeover is its part after it.
        coalesce(successor.from_day <= unit.starts_on, false) as is_new_unit
    from fact.unit_target as part
    inner join fact.target as target on part.target_id = target.target_id
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join dim.round as round on target.programme_id = round.programme_id
    inner join dim.unit_heir as heir on part.unit_id = heir.unit_id and round.period_id = heir.period_id
    left join dim.unit as unit on heir.heir_unit_id = unit.unit_id
    left join dim.unit_successor as successor
        on part.unit_id = successor.unit_id and heir.heir_unit_id = successor.successor_unit_id
),

placed as (
    select
        *,
        bool_or(is_own) over whole as has_own,
        count(distinct target_value) over whole as value_count
    from carried
    window whole as (partition by target_id, period_id, unit_id)
),

-- Parts add up where the figures do; of others an equal one holds on. What nobody can tell the office is asked for.
kept as (
    select *
    from placed
    where
        is_own
        or (
            heir_count = 1
            and not (has_own and is_new_unit)
            and (aggregation = 'sum' or (not has_own and value_count = 1))
        )
)

select
    target_id,
    period_id,
    unit_id,
    case when any_value(aggregation) = 'sum' then sum(target_value) else any_value(target_value) end as target_value,
    case when count(*) = count(baseline_value) and (any_value(aggregation) = 'sum' or count(*) = 1)
        then sum(baseline_value) end as baseline_value,
    any_value(measure_unit) as measure_unit,
    mart.weakest(list(provenance)) as provenance,
    string_agg(named_unit_id, ';' order by named_unit_id) filter (where not is_own) as taken_over_from
from kept
group by target_id, period_id, unit_id
