-- one row per target × round: the published figure on the target's own basis and scope that holds then
select
    target.target_id,
    target.period_id,
    observation.actual_value,
    observation.qualifier,
    observation.period_label,
    observation.period_ends_on,
    observation.observation_id
from mart.target_round as target
inner join fact.observation as observation
    on target.indicator_id = observation.indicator_id
    and target.scope_id = observation.scope_id
    and observation.provenance = 'published'
    and observation.basis_match = 'same'
    and observation.period_ends_on <= target.period_ends_on
    and observation.period_ends_on > target.starts_on
where
    target.measure_type <> 'annual_flow'
    -- Of a yearly amount a whole year, or what the year had brought by the round's own last day.
    or (
        observation.period_starts_on = mart.year_start(observation.period_ends_on)
        and (
            observation.period_ends_on = mart.year_end(observation.period_ends_on)
            or observation.period_ends_on = target.period_ends_on
        )
    )
qualify row_number() over (
    partition by target.target_id, target.period_id
    -- Newest first; for one time the statistical office before a notice, a number before a bound.
    order by
        observation.period_ends_on desc,
        observation.confidence = 'official' desc,
        observation.qualifier = 'exact' desc,
        observation.confidence = 'high' desc,
        -- What came in last, never what happens to sort last.
        observation.recorded_at desc,
        observation.observation_id
) = 1
