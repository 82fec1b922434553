-- one row per target × round with units that contribute: the whole that their accepted reports give, or why none
with member as (
    select
        target_round.target_id,
        target_round.period_id,
        target_round.aggregation,
        target_round.direction,
        contribution.unit_id,
        contribution.role,
        contribution.is_complete,
        contribution.weight,
        contribution.rank,
        actual.actual_value,
        actual.floor_value,
        coalesce(actual.actual_value, actual.floor_value) as known_value,
        actual.actual_period_label,
        actual.carried_from_label,
        actual.provenance,
        line.numerator_value,
        line.denominator_value,
        measure_unit.factor,
        indicator.may_be_negative
    from mart.target_round as target_round
    inner join mart.round_contribution as contribution
        on target_round.target_id = contribution.target_id and target_round.period_id = contribution.period_id
    inner join mart.part_actual as actual
        on contribution.target_id = actual.target_id
        and contribution.unit_id = actual.unit_id
        and target_round.period_id = actual.period_id
    inner join dim.indicator as indicator on target_round.indicator_id = indicator.indicator_id
    inner join dim.measure_unit as measure_unit on indicator.measure_unit = measure_unit.measure_unit
    left join fact.observation as observation on actual.observation_id = observation.observation_id
    left join fact.indicator_report as line
        on observation.submission_id = line.submission_id and observation.indicator_id = line.indicator_id
),

gathered as (
    select
        target_id,
        period_id,
        aggregation,
        direction,
        count(*) filter (where role = 'part') as part_count,
        count(*) filter (where role = 'part' and actual_value is null) as part_missing_count,
        bool_or(is_complete) as is_complete,
        bool_or(role = 'whole') as has_reporter,
        bool_or(may_be_negative) as may_be_negative,
        arg_min(known_value, rank) filter (where role = 'whole' and known_value is not null) as whole_value,
        arg_min(unit_id, rank) filter (where role = 'whole' and known_value is not null) as whole_unit_id,
        arg_min(actual_value is null, rank) filter (where role = 'whole' and known_value is not null) as is_whole_a_floor,
        arg_min(provenance, rank) filter (where role = 'whole' and known_value is not null) as whole_provenance,
        sum(known_value) filter (where role = 'part') as part_sum,
        sum(floor_value) filter (where role = 'part') as part_carried_value,
        cast(avg(actual_value) filter (where role = 'part') as decimal(24, 6)) as part_mean,
        cast(
            sum(cast(weight as double) * actual_value) filter (where role = 'part')
            / nullif(sum(weight) filter (where role = 'part' and actual_value is not null), 0) as decimal(24, 6)
        ) as part_weighted_mean,
        count(*) filter (where role = 'part' and weight is null) as weight_missing_count,
        cast(
            cast(sum(numerator_value) filter (where role = 'part') as double)
            / nullif(sum(denominator_value) filter (where role = 'part'), 0) / min(factor) as decimal(24, 6)
        ) as part_ratio,
        count(*) filter (where role = 'part' and (numerator_value is null or denominator_value is null))
            as ratio_missing_count,
        max(known_value) filter (where role = 'overlap') as overlap_value,
        arg_max(unit_id, known_value) filter (where role = 'overlap') as overlap_unit_id,
        count(*) filter (where role = 'overlap' and known_value is not null) as overlap_count,
        case direction when 'down' then max(actual_value) else min(actual_value) end as worst_value,
        max(actual_period_label) as actual_period_label,
        max(carried_from_label) as carried_from_label,
        mart.weakest(list(provenance) filter (where known_value is not null and role <> 'whole')) as provenance
    from member
    group by target_id, period_id, aggregation, direction
),

judged as (
    select
        *,
        whole_value is not null as is_by_reporter,
        is_complete and part_count > 0 and part_missing_count = 0 as is_whole,
        whole_value is null
        and aggregation = 'sum'
        and not (is_complete and part_count > 0 and part_missing_count = 0)
        and overlap_value is not null
        and overlap_value > coalesce(part_sum, -1) as is_by_overlap
    from gathered
)

select
    target_id,
    period_id,
    aggregation,
    case
        when is_by_reporter then whole_value
        -- What may be negative can fall below the sum of some: no bound.
        when aggregation = 'sum' and may_be_negative and not is_whole then null
        when is_by_overlap then overlap_value
        when aggregation = 'sum' then part_sum
        when aggregation = 'worst' then worst_value
        when is_whole and aggregation = 'mean' then part_mean
        when is_whole and aggregation = 'weighted_mean' and weight_missing_count = 0 then part_weighted_mean
        when is_whole and aggregation = 'ratio_of_sums' and ratio_missing_count = 0 then part_ratio
    end as actual_value,
    case
        when is_by_reporter then if(is_whole_a_floor, 'ge', 'exact')
        when is_whole then 'exact'
        when aggregation = 'sum' then 'ge'
        -- The worst of all is no better than the worst so far.
        when aggregation = 'worst' then if(direction = 'down', 'ge', 'le')
        else 'exact'
    end as qualifier,
    case
        when is_by_reporter then null
        when is_by_overlap then 'parts_overlap'
        when part_count > part_missing_count and part_missing_count > 0 then 'parts_missing'
        when is_whole and aggregation = 'weighted_mean' and weight_missing_count > 0 then 'weights_missing'
        when is_whole and aggregation = 'ratio_of_sums' and ratio_missing_count > 0 then 'share_parts_missing'
        when is_whole then null
        when part_count > 0 and part_missing_count = 0 then 'parts_not_whole'
        when overlap_count > 0 then 'parts_overlap'
        when has_reporter then 'reporter_silent'
    end as open_reason,
    if(is_by_reporter, whole_provenance, provenance) as provenance,
    actual_period_label,
    carried_from_label,
    if(is_by_reporter, 0, part_count) as part_count,
    if(is_by_reporter, 0, part_missing_count) as part_missing_count,
    if(is_by_reporter, null, part_carried_value) as part_carried_value,
    is_by_reporter,
    is_by_overlap,
    coalesce(whole_unit_id, overlap_unit_id) as speaking_unit_id
from judged
