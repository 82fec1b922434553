-- one row per target × unit that carries a part of it × round in which the target lives: what holds of the part then
with stated as (
    -- Of a unit without a declared part, which took over from others, the part that a later document gives it.
    select
        span.target_id,
        target_round.period_id,
        span.unit_id,
        span.unit_id as member_unit_id
    from mart.target_round as target_round
    inner join fact.target_span as span
        on
            target_round.target_id = span.target_id
            and (span.valid_from is null or span.valid_from <= target_round.period_ends_on)
            and (span.valid_to is null or span.valid_to > target_round.period_ends_on)
    inner join dim.unit_heir as heir
        on
            span.unit_id = heir.unit_id
            and span.unit_id = heir.heir_unit_id
            and target_round.period_id = heir.period_id
    anti join fact.unit_target as declared
        on span.target_id = declared.target_id and span.unit_id = declared.unit_id
    where span.target_value is not null
),

member as (
    select target_id, period_id, unit_id, member_unit_id from fact.part_member
    union all
    select target_id, period_id, unit_id, member_unit_id from stated
),

placed as (
    select
        target_round.target_id,
        member.unit_id,
        member.member_unit_id,
        target_round.period_id,
        target_round.period_starts_on,
        target_round.period_ends_on,
        target_round.year_ends_on,
        target_round.measure_type,
        target_round.comparator,
        target_round.starts_on,
        coalesce(span.due_on, target_round.due_on) as due_on,
        coalesce(span.target_value, part.target_value) as target_value,
        part.baseline_value,
        coalesce(part.provenance, 'policy') as provenance,
        coalesce(span.original_target_value, part.target_value) as original_target_value,
        span.original_due_on,
        coalesce(span.is_revised, false) as is_revised,
        span.ended_kind,
        member.unit_id = member.member_unit_id as is_own,
        -- What a document gives a unit after it took over from another is its whole part: nothing is added to it.
        exists (
            select 1
            from dim.unit_successor as successor
            inner join fact.target_change as change on successor.successor_unit_id = change.unit_id
            where
                successor.unit_id = member.member_unit_id
                and change.unit_id = member.unit_id
                and change.target_id = member.target_id
                and change.target_value is not null
                and change.valid_from between successor.from_day and target_round.period_ends_on
        ) as is_replaced
    from mart.target_round as target_round
    inner join member
        on target_round.target_id = member.target_id and target_round.period_id = member.period_id
    left join fact.unit_target as part
        on member.target_id = part.target_id and member.member_unit_id = part.unit_id
    left join fact.target_span as span
        on
            member.target_id = span.target_id
            and member.member_unit_id = span.unit_id
            and (span.valid_from is null or span.valid_from <= target_round.period_ends_on)
            and (span.valid_to is null or span.valid_to > target_round.period_ends_on)
)

select
    target_id,
    unit_id,
    period_id,
    any_value(period_ends_on) as period_ends_on,
    any_value(year_ends_on) as year_ends_on,
    any_value(measure_type) as measure_type,
    any_value(comparator) as comparator,
    any_value(starts_on) as starts_on,
    max(due_on) as due_on,
    sum(target_value) as target_value,
    case when count(*) = count(baseline_value) then sum(baseline_value) end as baseline_value,
    mart.weakest(list(provenance)) as provenance,
    case when bool_or(is_revised) then sum(original_target_value) end as original_target_value,
    case when bool_or(is_revised) then max(original_due_on) end as original_due_on,
    bool_or(is_revised) as is_revised,
    max(ended_kind) as ended_kind,
    string_agg(member_unit_id, ';' order by member_unit_id) filter (where not is_own) as taken_over_from
from placed
where
    period_starts_on <= due_on
    and ended_kind is distinct from 'merged'
    and (is_own or (ended_kind is null and not is_replaced))
group by target_id, unit_id, period_id
