-- one row per yearly amount × unit × June: what the first half of the year brought, unit_id null for the programme
with reported as (
    select
        target_id,
        unit_id,
        period_id,
        ends_on,
        year_to_date_value,
        year_to_date_provenance as provenance
    from mart.part_actual
    where measure_type = 'annual_flow' and month(ends_on) = 6
),

published as (
    select
        target.target_id,
        observation.period_ends_on as ends_on,
        observation.actual_value
    from fact.target as target
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join fact.observation as observation
        on target.indicator_id = observation.indicator_id
        and target.scope_id = observation.scope_id
    where
        indicator.measure_type = 'annual_flow'
        and observation.provenance = 'published'
        and observation.basis_match = 'same'
        and observation.qualifier = 'exact'
        and observation.period_starts_on = date_trunc('year', observation.period_ends_on)
        and strftime(observation.period_ends_on, '%m-%d') = '06-30'
    qualify row_number() over (
        partition by target.target_id, observation.period_ends_on
        order by observation.confidence = 'official' desc, observation.confidence = 'high' desc,
            observation.observation_id
    ) = 1
),

summed as (
    select
        target_id,
        ends_on,
        -- One part that did not report leaves the whole unknown.
        case when count(*) = count(year_to_date_value) then sum(year_to_date_value) end as year_to_date_value,
        mart.weakest(list(provenance)) as provenance
    from reported
    group by target_id, ends_on
)

select
    target_id,
    unit_id,
    ends_on,
    year_to_date_value,
    provenance
from reported
union all
select
    coalesce(published.target_id, summed.target_id),
    null,
    coalesce(published.ends_on, summed.ends_on),
    coalesce(published.actual_value, summed.year_to_date_value),
    case
        when published.actual_value is not null then 'published'
        when summed.year_to_date_value is not null then summed.provenance
    end
from summed
full join published on summed.target_id = published.target_id and summed.ends_on = published.ends_on
