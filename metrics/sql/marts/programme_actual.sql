-- one row per target × round: the programme-level figure, published before counted before summed from units
with summed as (
    select
        target_id,
        period_id,
        max(actual_ends_on) as actual_ends_on,
        -- A unit that did not report counts with its last cumulative value, a floor: the sum is then a floor too.
        case
            when min(measure_type) = 'ratio' then case when count(*) = 1 then min(actual_value) end
            else sum(coalesce(actual_value, floor_value))
        end as actual_value,
        -- One sample part makes the sum a sample.
        case when bool_or(provenance = 'sample') then 'sample' else 'reported' end as provenance,
        count(*) as part_count,
        count(*) filter (where actual_value is null) as part_missing_count
    from mart.part_actual
    group by target_id, period_id
)

select
    target.target_id,
    round.period_id,
    coalesce(published.actual_value, register.actual_value, summed.actual_value) as actual_value,
    case
        when published.actual_value is not null then published.qualifier
        when register.actual_value is null and summed.part_missing_count > 0 then 'ge'
        else 'exact'
    end as qualifier,
    case
        when published.actual_value is not null then 'published'
        when register.actual_value is not null then register.provenance
        when summed.actual_value is not null then summed.provenance
    end as provenance,
    case
        when published.actual_value is not null then published.period_label
        else round.period_id
    end as actual_period_label,
    case
        when published.actual_value is not null then published.period_ends_on
        when register.actual_value is not null then period.ends_on
        else summed.actual_ends_on
    end as actual_ends_on,
    case when coalesce(published.actual_value, register.actual_value) is null then summed.part_count else 0 end
        as part_count,
    case when coalesce(published.actual_value, register.actual_value) is null then summed.part_missing_count else 0 end
        as part_missing_count
from fact.target as target
inner join dim.round as round on target.programme_id = round.programme_id
inner join dim.period as period on round.period_id = period.period_id
left join mart.published_actual as published
    on target.target_id = published.target_id and round.period_id = published.period_id
left join mart.register_count as register
    on target.indicator_id = register.indicator_id and round.period_id = register.period_id
left join summed
    on target.target_id = summed.target_id and round.period_id = summed.period_id
