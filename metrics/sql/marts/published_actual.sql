-- one row per target × round: the published figure on the target's own basis and scope that holds then
select
    target.target_id,
    round.period_id,
    observation.actual_value,
    observation.qualifier,
    observation.period_label,
    observation.period_ends_on,
    observation.observation_id
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.round as round on target.programme_id = round.programme_id
inner join dim.period as period on round.period_id = period.period_id
inner join fact.observation as observation
    on target.indicator_id = observation.indicator_id
    and target.scope_id = observation.scope_id
    and observation.provenance = 'published'
    and observation.basis_match = 'same'
    and observation.period_ends_on <= period.ends_on
    and observation.period_ends_on > target.starts_on
where
    indicator.measure_type <> 'annual_flow'
    or (
        observation.period_starts_on = date_trunc('year', observation.period_ends_on)
        and observation.period_ends_on = last_day(observation.period_ends_on)
        and month(observation.period_ends_on) = 12
    )
qualify row_number() over (
    partition by target.target_id, round.period_id
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
