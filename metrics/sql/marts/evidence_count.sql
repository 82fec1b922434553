-- one row per target × unit × round that a ledger covers: what its records count to, in the indicator's measure unit
with daily as (
    select
        ledger_id,
        indicator_id,
        unit_id,
        provenance,
        source_file,
        counted_on,
        ended_on,
        sum(record_count) as record_count,
        sum(counted_value) as counted_value
    from fact.evidence_cube
    group by all
),

-- A file speaks for the units it holds records of, up to the round of its newest record.
file_reach as (
    select
        ledger_id,
        source_file,
        greatest(max(counted_on), coalesce(max(ended_on), max(counted_on))) as newest_on
    from daily
    group by ledger_id, source_file
),

reach as (
    select
        daily.ledger_id,
        daily.indicator_id,
        daily.unit_id,
        daily.provenance,
        max(file_reach.newest_on) as newest_on
    from daily
    inner join file_reach on daily.ledger_id = file_reach.ledger_id and daily.source_file = file_reach.source_file
    group by all
),

-- Samples never complete a real ledger: where there is one, they are left out.
coverage as (
    select *
    from reach
    qualify provenance = 'evidence' or not bool_or(provenance = 'evidence') over (partition by indicator_id, unit_id)
),

covered as (
    select
        target.target_id,
        target.programme_id,
        target.indicator_id,
        target.starts_on as target_starts_on,
        indicator.measure_type,
        coverage.ledger_id,
        coverage.unit_id,
        coverage.provenance,
        round.period_id,
        period.ends_on,
        case
            when indicator.measure_type = 'annual_flow' then mart.year_start(period.ends_on)
            when indicator.measure_type = 'cumulative' then target.starts_on
            else date '0001-01-01'
        end as counts_from,
        conversion.ratio as unit_factor
    from fact.target as target
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join coverage on target.indicator_id = coverage.indicator_id
    inner join dim.ledger_indicator as ledger_indicator on target.indicator_id = ledger_indicator.indicator_id
    inner join dim.conversion as conversion
        on
            ledger_indicator.measure_unit = conversion.from_unit
            and indicator.measure_unit = conversion.measure_unit
    inner join dim.round as round on target.programme_id = round.programme_id
    inner join dim.period as period on round.period_id = period.period_id
    where coverage.newest_on >= period.starts_on
)

select
    covered.programme_id,
    covered.target_id,
    covered.indicator_id,
    covered.unit_id,
    covered.period_id,
    covered.ledger_id,
    covered.provenance,
    covered.counts_from,
    covered.ends_on as counts_until,
    coalesce(sum(daily.record_count), 0) as record_count,
    -- Exact while it is summed; one conversion at the end, rounded to the six decimals of every value.
    cast(coalesce(sum(daily.counted_value), 0) * cast(any_value(covered.unit_factor) as double) as decimal(24, 6)) as evidence_value
from covered
left join daily
    on covered.indicator_id = daily.indicator_id
    and covered.unit_id = daily.unit_id
    and covered.provenance = daily.provenance
    and daily.counted_on between covered.counts_from and covered.ends_on
    and (daily.ended_on is null or daily.ended_on > covered.ends_on)
group by all
