-- one row per target × unit × series × day: the exact figures that a forecast may learn from, published or other ones
with published as (
    select
        target.target_id,
        cast(null as varchar) as unit_id,
        true as is_published,
        observation.period_ends_on as point_on,
        observation.actual_value as point_value,
        observation.provenance,
        observation.observation_id
    from fact.target as target
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join fact.observation as observation
        on target.indicator_id = observation.indicator_id and target.scope_id = observation.scope_id
    where
        observation.provenance = 'published'
        and observation.basis_match = 'same'
        and observation.qualifier = 'exact'
        and (
            indicator.measure_type <> 'annual_flow'
            or (
                observation.period_starts_on = mart.year_start(observation.period_ends_on)
                and observation.period_ends_on = mart.year_end(observation.period_ends_on)
            )
        )
    qualify row_number() over (
        partition by target.target_id, observation.period_ends_on
        -- For one time the statistical office before a notice.
        order by observation.confidence = 'official' desc, observation.confidence = 'high' desc,
            observation.observation_id
    ) = 1
),

judged as (
    select distinct on (target_id, unit_id, actual_ends_on)
        target_id,
        unit_id,
        false as is_published,
        actual_ends_on as point_on,
        actual_value as point_value,
        provenance,
        cast(null as varchar) as observation_id
    from mart.attainment
    where
        actual_value is not null
        and qualifier = 'exact'
        and coalesce(provenance, '') <> 'published'
        and comparator <> 'annual_floor'
        and not is_year_to_date
    order by target_id, unit_id, actual_ends_on
)

select * from published
union all
select * from judged
