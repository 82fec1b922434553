-- one row per target × round: the programme-level figure, published, counted, or summed from units
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
        mart.weakest(list(provenance) filter (where coalesce(actual_value, floor_value) is not null)) as provenance,
        count(*) as part_count,
        count(*) filter (where actual_value is null) as part_missing_count
    from mart.part_actual
    group by target_id, period_id
),

-- A published figure goes first, unless what is counted or whole reports sum up to is newer.
newest as (
    select
        target.target_id,
        target.indicator_id,
        round.period_id,
        period.ends_on,
        published.actual_value is not null
        and published.period_ends_on >= coalesce(
            case
                when register.actual_value is not null then period.ends_on
                when summed.actual_value is not null and summed.part_missing_count = 0 then summed.actual_ends_on
            end,
            published.period_ends_on
        )
        -- An upper bound of what adds up says nothing of a later day.
        and not (
            indicator.measure_type = 'cumulative'
            and published.period_ends_on < period.ends_on
            and published.qualifier = 'lt'
        ) as is_published
    from fact.target as target
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join dim.round as round on target.programme_id = round.programme_id
    inner join dim.period as period on round.period_id = period.period_id
    left join mart.published_actual as published
        on target.target_id = published.target_id and round.period_id = published.period_id
    left join mart.register_count as register
        on target.indicator_id = register.indicator_id and round.period_id = register.period_id
    left join summed
        on target.target_id = summed.target_id and round.period_id = summed.period_id
)

select
    newest.target_id,
    newest.period_id,
    case when newest.is_published then published.actual_value else coalesce(register.actual_value, summed.actual_value) end
        as actual_value,
    case
        -- What adds up is at least what it was: an older count is a floor of today's.
        when
            newest.is_published
            and indicator.measure_type = 'cumulative'
            and published.period_ends_on < newest.ends_on
            and published.qualifier in ('exact', 'est')
            then case published.qualifier when 'est' then 'est_ge' else 'ge' end
        when newest.is_published then published.qualifier
        when register.actual_value is null and summed.part_missing_count > 0 then 'ge'
        else 'exact'
    end as qualifier,
    case
        when newest.is_published then 'published'
        when register.actual_value is not null then register.provenance
        when summed.actual_value is not null then summed.provenance
    end as provenance,
    case when newest.is_published then published.period_label else newest.period_id end as actual_period_label,
    case
        when newest.is_published then published.period_ends_on
        when register.actual_value is not null then newest.ends_on
        else summed.actual_ends_on
    end as actual_ends_on,
    case when newest.is_published or register.actual_value is not null then 0 else summed.part_count end as part_count,
    case when newest.is_published or register.actual_value is not null then 0 else summed.part_missing_count end
        as part_missing_count
from newest
inner join dim.indicator as indicator on newest.indicator_id = indicator.indicator_id
left join mart.published_actual as published
    on newest.target_id = published.target_id and newest.period_id = published.period_id
left join mart.register_count as register
    on newest.indicator_id = register.indicator_id and newest.period_id = register.period_id
left join summed
    on newest.target_id = summed.target_id and newest.period_id = summed.period_id
