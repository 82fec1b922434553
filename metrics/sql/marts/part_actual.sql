-- one row per target × unit that carries a part or contributes × round of the target: what its accepted report says
with named as (
    select target_id, unit_id from fact.unit_target
    union
    select target_id, unit_id from fact.contribution
),

-- Also rounds before the target's own: a nil report carries what was said there.
carrier as (
    select
        target.target_id,
        target.programme_id,
        target.indicator_id,
        round.period_id,
        heir.heir_unit_id as unit_id,
        string_agg(named.unit_id, ';' order by named.unit_id) as stands_for
    from named
    inner join fact.target as target on named.target_id = target.target_id
    inner join dim.round as round on target.programme_id = round.programme_id
    inner join dim.unit_heir as heir on named.unit_id = heir.unit_id and round.period_id = heir.period_id
    group by target.target_id, target.programme_id, target.indicator_id, round.period_id, heir.heir_unit_id
),

part as (
    select
        carrier.*,
        indicator.measure_type,
        period.year,
        period.ends_on,
        period.year_ends_on,
        -- What adds up or stands goes on from year to year; a yearly amount starts afresh.
        case when indicator.measure_type = 'annual_flow' then period.year end as own_year
    from carrier
    inner join dim.indicator as indicator on carrier.indicator_id = indicator.indicator_id
    inner join dim.period as period on carrier.period_id = period.period_id
),

said as (
    select
        part.*,
        report.submission_id is not null and report.is_nil as is_nil,
        observation.actual_value as said_value,
        case when observation.actual_value is not null then report.provenance end as said_provenance,
        report.provenance as report_provenance,
        case when observation.actual_value is not null then part.period_id end as said_period_id,
        observation.observation_id as said_observation_id
    from part
    left join mart.accepted_report as report
        on part.programme_id = report.programme_id
        and part.period_id = report.period_id
        and part.unit_id = report.unit_id
    left join fact.observation as observation
        on report.submission_id = observation.submission_id and part.indicator_id = observation.indicator_id
),

carried as (
    select
        *,
        last_value(said_value ignore nulls) over earlier as last_value,
        last_value(said_provenance ignore nulls) over earlier as last_provenance,
        last_value(said_period_id ignore nulls) over earlier as last_period_id,
        last_value(said_observation_id ignore nulls) over earlier as last_observation_id
    from said
    window earlier as (
        -- What a unit said before it took over from others is not what it and they come to.
        partition by target_id, unit_id, stands_for, own_year
        order by ends_on
        rows between unbounded preceding and current row
    )
)

-- A nil report says "no change": the last value holds, of a yearly amount that of the same year. A missing report says
-- nothing; of what adds up it leaves what was there as a floor.
select
    carried.target_id,
    carried.programme_id,
    carried.indicator_id,
    carried.measure_type,
    carried.unit_id,
    carried.period_id,
    carried.ends_on,
    case when carried.is_nil then carried.last_value else carried.said_value end as actual_value,
    case
        when carried.measure_type = 'annual_flow' and carried.ends_on = carried.year_ends_on
            then cast(carried.year as varchar)
        else carried.period_id
    end as actual_period_label,
    case when carried.is_nil and carried.said_value is null then carried.last_period_id end as carried_from_label,
    case
        when carried.measure_type = 'cumulative' and carried.said_value is null and not carried.is_nil
            then carried.last_value
    end as floor_value,
    coalesce(carried.said_observation_id, carried.last_observation_id) as observation_id,
    -- The class of the figure, or of the floor that stands in for it.
    case
        -- "No change" is itself said by a report of some class.
        when carried.is_nil and carried.last_value is not null
            then mart.weakest([carried.last_provenance, carried.report_provenance])
        else coalesce(carried.said_provenance, carried.last_provenance)
    end as provenance
from carried
inner join mart.target_round as target_round
    on carried.target_id = target_round.target_id and carried.period_id = target_round.period_id
