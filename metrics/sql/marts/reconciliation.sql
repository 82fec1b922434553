-- one row per target × unit × round that a ledger can count: reported against evidence, with tolerance and verdict
with countable as (
    select
        target.target_id,
        target.programme_id,
        target.indicator_id,
        indicator.measure_unit,
        indicator.measure_type,
        ledger_indicator.ledger_id,
        ledger_indicator.tolerance_ratio,
        ledger_indicator.tolerance_value
    from fact.target as target
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join dim.ledger_indicator as ledger_indicator on target.indicator_id = ledger_indicator.indicator_id
),

said as (
    select
        countable.target_id,
        report.unit_id,
        report.period_id,
        report.submission_id,
        report.provenance,
        report.is_nil,
        observation.actual_value as said_value
    from countable
    inner join mart.accepted_report as report on countable.programme_id = report.programme_id
    left join fact.observation as observation
        on report.submission_id = observation.submission_id and countable.indicator_id = observation.indicator_id
),

-- Who carries a part, who ever reported the figure, and whom the ledger has records of.
concerned as (
    select
        countable.target_id,
        unit_target.unit_id
    from countable
    inner join fact.unit_target as unit_target on countable.target_id = unit_target.target_id
    union
    select
        target_id,
        unit_id
    from said
    where said_value is not null
    union
    select
        target_id,
        unit_id
    from mart.evidence_count
),

placed as (
    select
        countable.* exclude (measure_type),
        concerned.unit_id,
        round.period_id,
        period.ends_on as period_ends_on,
        said.submission_id,
        -- "No change" is itself said by a report of some class.
        case
            when said.is_nil then mart.weakest([
                said.provenance,
                last_value(case when said.said_value is not null then said.provenance end ignore nulls) over until_then
            ])
            else said.provenance
        end as reported_provenance,
        -- A nil report says "no change": the last value holds, of a yearly amount that of the same year.
        case
            when said.is_nil then last_value(said.said_value ignore nulls) over until_then
            else said.said_value
        end as reported_value
    from countable
    inner join concerned on countable.target_id = concerned.target_id
    inner join dim.round as round on countable.programme_id = round.programme_id
    inner join dim.period as period on round.period_id = period.period_id
    left join said
        on countable.target_id = said.target_id
        and concerned.unit_id = said.unit_id
        and round.period_id = said.period_id
    window until_then as (
        partition by
            countable.target_id,
            concerned.unit_id,
            case when countable.measure_type = 'annual_flow' then period.year end
        order by period.ends_on
        rows between unbounded preceding and current row
    )
),

compared as (
    select
        placed.*,
        evidence.evidence_value,
        evidence.record_count,
        evidence.provenance as evidence_provenance,
        placed.reported_value - evidence.evidence_value as difference_value,
        cast(
            greatest(placed.tolerance_ratio * abs(evidence.evidence_value), placed.tolerance_value) as decimal(24, 6)
        ) as allowed_value
    from placed
    left join mart.evidence_count as evidence
        on placed.target_id = evidence.target_id
        and placed.unit_id = evidence.unit_id
        and placed.period_id = evidence.period_id
)

select
    programme_id,
    target_id,
    indicator_id,
    unit_id,
    period_id,
    period_ends_on,
    ledger_id,
    reported_value,
    evidence_value,
    record_count,
    difference_value,
    100 * difference_value / nullif(evidence_value, 0) as difference_pct,
    case when difference_value is not null then allowed_value end as allowed_value,
    measure_unit,
    case
        when reported_value is null and evidence_value is null then 'neither'
        when evidence_value is null then 'no_evidence'
        when reported_value is null then 'no_report'
        when abs(difference_value) <= allowed_value then 'agrees'
        else 'differs'
    end as verdict,
    case when reported_value is not null then reported_provenance end as reported_provenance,
    evidence_provenance,
    mart.weakest([case when reported_value is not null then reported_provenance end, evidence_provenance]) as provenance,
    case when reported_value is not null then submission_id end as submission_id
from compared
