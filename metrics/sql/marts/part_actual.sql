-- one row per target × unit of the breakdown × round: what the unit's accepted report says
with part as (
    select
        target.target_id,
        target.programme_id,
        target.indicator_id,
        target.comparator,
        indicator.measure_type,
        unit_target.unit_id,
        round.period_id,
        period.ends_on,
        period.half,
        -- What adds up or stands goes on from year to year; a yearly amount starts afresh.
        case when indicator.measure_type = 'annual_flow' then period.year end as own_year
    from fact.unit_target as unit_target
    inner join fact.target as target on unit_target.target_id = target.target_id
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join dim.round as round on target.programme_id = round.programme_id
    inner join dim.period as period on round.period_id = period.period_id
),

said as (
    select
        part.*,
        report.submission_id is not null and report.is_nil as is_nil,
        observation.actual_value as said_value,
        case when observation.actual_value is not null then report.provenance end as said_provenance,
        report.provenance as report_provenance
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
        last_value(said_value ignore nulls) over earlier as last_known_value,
        last_value(said_provenance ignore nulls) over earlier as last_known_provenance
    from said
    window earlier as (
        partition by target_id, unit_id, own_year
        order by ends_on
        rows between unbounded preceding and current row
    )
),

-- A nil report says "no change": the last value holds, of a yearly amount that of the same year. A missing report says
-- nothing.
answered as (
    select
        *,
        case when is_nil then last_known_value else said_value end as answered_value,
        -- "No change" is itself said by a report of some class.
        case
            when is_nil and last_known_value is not null then mart.weakest([last_known_provenance, report_provenance])
            else said_provenance
        end as answered_provenance
    from carried
),

-- In June a flow is only a year to date: the last whole year stands until December's report.
yearly as (
    select
        *,
        case
            when measure_type = 'annual_flow' and half = 1 then lag(answered_value) over in_time
            else answered_value
        end as actual_value,
        case
            when measure_type = 'annual_flow' and half = 1 then lag(answered_provenance) over in_time
            else answered_provenance
        end as actual_provenance,
        case
            when measure_type = 'annual_flow' and half = 1 then lag(ends_on) over in_time
            else ends_on
        end as actual_ends_on
    from answered
    window in_time as (partition by target_id, unit_id order by ends_on)
)

select
    target_id,
    programme_id,
    indicator_id,
    measure_type,
    comparator,
    unit_id,
    period_id,
    ends_on,
    actual_value,
    actual_ends_on,
    case when measure_type = 'cumulative' then last_known_value end as floor_value,
    case when measure_type = 'annual_flow' then said_value end as year_to_date_value,
    case when measure_type = 'annual_flow' then said_provenance end as year_to_date_provenance,
    -- The class of the figure, or of the floor that stands in for it.
    coalesce(actual_provenance, last_known_provenance) as provenance
from yearly
