-- one row per target × round: the whole's figure, published, counted, or made up of what units reported
with newest as (
    -- A published figure goes first, unless what is counted or whole reports give is newer.
    select
        target_round.*,
        published.actual_value is not null
        and published.period_ends_on >= coalesce(
            case
                when register.actual_value is not null then target_round.period_ends_on
                when whole.actual_value is not null and whole.qualifier = 'exact' then target_round.period_ends_on
            end,
            published.period_ends_on
        )
        -- An upper bound of what adds up says nothing of a later day.
        and not (
            target_round.measure_type = 'cumulative'
            and published.period_ends_on < target_round.period_ends_on
            and published.qualifier = 'lt'
        ) as is_published
    from mart.target_round as target_round
    left join mart.published_actual as published
        on target_round.target_id = published.target_id and target_round.period_id = published.period_id
    left join mart.register_count as register
        on target_round.indicator_id = register.indicator_id and target_round.period_id = register.period_id
    left join mart.whole_actual as whole
        on target_round.target_id = whole.target_id and target_round.period_id = whole.period_id
)

select
    newest.target_id,
    newest.period_id,
    case when newest.is_published then published.actual_value else coalesce(register.actual_value, whole.actual_value) end
        as actual_value,
    case
        -- What adds up is at least what it was: an older count is a floor of today's.
        when
            newest.is_published
            and newest.measure_type = 'cumulative'
            and published.period_ends_on < newest.period_ends_on
            and published.qualifier in ('exact', 'est')
            then case published.qualifier when 'est' then 'est_ge' else 'ge' end
        when newest.is_published then published.qualifier
        when register.actual_value is null then coalesce(whole.qualifier, 'exact')
        else 'exact'
    end as qualifier,
    case
        when newest.is_published then 'published'
        when register.actual_value is not null then register.provenance
        when whole.actual_value is not null then whole.provenance
    end as provenance,
    case
        when newest.is_published then published.period_label
        when register.actual_value is not null then newest.period_id
        else whole.actual_period_label
    end as actual_period_label,
    case
        when newest.is_published then published.period_ends_on
        when register.actual_value is not null or whole.actual_value is not null then newest.period_ends_on
    end as actual_ends_on,
    -- A figure of an earlier time, or one that a nil report lets stand, says since when it is carried.
    case
        when newest.is_published then if(published.period_ends_on < newest.period_ends_on, published.period_label, null)
        when register.actual_value is null then whole.carried_from_label
    end as carried_from_label,
    -- What the round's own reports say, where an earlier figure stands in front.
    case when newest.is_published and published.period_ends_on < newest.period_ends_on then whole.actual_value end
        as period_value,
    if(newest.is_published or register.actual_value is not null, 0, coalesce(whole.part_count, 0)) as part_count,
    if(newest.is_published or register.actual_value is not null, 0, coalesce(whole.part_missing_count, 0))
        as part_missing_count,
    if(newest.is_published or register.actual_value is not null, null, whole.part_carried_value) as part_carried_value,
    if(newest.is_published or register.actual_value is not null, null, whole.open_reason) as open_reason,
    not newest.is_published and register.actual_value is null and whole.is_by_reporter as is_by_reporter
from newest
left join mart.published_actual as published
    on newest.target_id = published.target_id and newest.period_id = published.period_id
left join mart.register_count as register
    on newest.indicator_id = register.indicator_id and newest.period_id = register.period_id
left join mart.whole_actual as whole
    on newest.target_id = whole.target_id and newest.period_id = whole.period_id
