-- one row per target × unit × round, unit_id null for the programme's own figure: what is to be judged
with sample_baseline as (
    select
        unit_target.target_id,
        sum(unit_target.baseline_value) as baseline_value,
        min(target.starts_on) as baseline_on,
        mart.weakest(list(unit_target.provenance)) as provenance
    from fact.unit_target as unit_target
    inner join fact.target as target on unit_target.target_id = target.target_id
    group by unit_target.target_id
    having count(*) = count(unit_target.baseline_value)
),

programme_level as (
    select
        target.target_id,
        cast(null as varchar) as unit_id,
        judged_round.period_id,
        target.target_value,
        -- Without a stated baseline, sample figures are measured from the sample's own baselines.
        coalesce(target.baseline_value, sample_baseline.baseline_value) as baseline_value,
        coalesce(target.baseline_on, sample_baseline.baseline_on) as baseline_on,
        'policy' as target_provenance,
        case when target.baseline_value is not null then 'policy' else sample_baseline.provenance end
            as baseline_provenance,
        actual.actual_value,
        actual.qualifier,
        actual.provenance,
        actual.actual_period_label,
        actual.actual_ends_on,
        actual.part_count,
        actual.part_missing_count
    from fact.target as target
    inner join mart.judged_round as judged_round on target.target_id = judged_round.target_id
    inner join mart.programme_actual as actual
        on target.target_id = actual.target_id and judged_round.judged_period_id = actual.period_id
    left join sample_baseline
        on target.target_id = sample_baseline.target_id and actual.provenance = 'sample'
),

unit_level as (
    select
        unit_target.target_id,
        unit_target.unit_id,
        judged_round.period_id,
        unit_target.target_value,
        unit_target.baseline_value,
        case when unit_target.baseline_value is not null then target.starts_on end as baseline_on,
        unit_target.provenance as target_provenance,
        case when unit_target.baseline_value is not null then unit_target.provenance end as baseline_provenance,
        actual.actual_value,
        'exact' as qualifier,
        case when actual.actual_value is not null then actual.provenance end as provenance,
        actual.period_id as actual_period_label,
        actual.actual_ends_on,
        1 as part_count,
        case when actual.actual_value is null then 1 else 0 end as part_missing_count
    from fact.unit_target as unit_target
    inner join fact.target as target on unit_target.target_id = target.target_id
    inner join mart.judged_round as judged_round on target.target_id = judged_round.target_id
    inner join mart.part_actual as actual
        on unit_target.target_id = actual.target_id
        and unit_target.unit_id = actual.unit_id
        and judged_round.judged_period_id = actual.period_id
),

combined as (
    select * from programme_level
    union all
    select * from unit_level
),

-- An annual floor is judged by its worst year so far; with a year missing, the worst may be worse still.
worst as (
    select
        combined.target_id,
        combined.unit_id,
        combined.period_id,
        min(combined.actual_value) over so_far as actual_value,
        bool_or(combined.actual_value is null) over so_far as has_gap,
        mart.weakest(list(combined.provenance) over so_far) as provenance
    from combined
    inner join fact.target as target on combined.target_id = target.target_id and target.comparator = 'annual_floor'
    inner join dim.period as period on combined.period_id = period.period_id
    window so_far as (
        partition by combined.target_id, combined.unit_id
        order by period.ends_on
        rows between unbounded preceding and current row
    )
),

placed as (
    select
        target.programme_id,
        combined.target_id,
        target.indicator_id,
        target.scope_id,
        target.level,
        -- The populations of `metrics.rules.target_kinds`: never counted together.
        case
            when combined.unit_id is not null then 'unit_part'
            when target.level = 'task' then 'yearly_requirement'
            else 'goal'
        end as target_kind,
        combined.unit_id,
        combined.period_id,
        period.ends_on as period_ends_on,
        target.due_on,
        target.starts_on,
        indicator.measure_type,
        target.comparator,
        combined.target_value,
        target.target_low,
        target.target_high,
        combined.baseline_value,
        combined.baseline_on,
        target.measure_unit,
        case when target.comparator = 'annual_floor' then worst.actual_value else combined.actual_value end
            as actual_value,
        case when worst.has_gap then 'lt' else combined.qualifier end as qualifier,
        case when target.comparator = 'annual_floor' then worst.provenance else combined.provenance end as provenance,
        combined.actual_period_label,
        combined.actual_ends_on,
        -- A level of an earlier day does not tell where it stands when its target is due.
        coalesce(
            indicator.measure_type not in ('annual_flow', 'cumulative') and combined.actual_ends_on < judged.ends_on, false
        ) as is_older,
        combined.target_provenance,
        combined.baseline_provenance,
        coalesce(combined.part_count, 0) as part_count,
        coalesce(combined.part_missing_count, 0) as part_missing_count
    from combined
    inner join fact.target as target on combined.target_id = target.target_id
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
    inner join dim.period as period on combined.period_id = period.period_id
    inner join mart.judged_round as judged_round
        on combined.target_id = judged_round.target_id and combined.period_id = judged_round.period_id
    inner join dim.period as judged on judged_round.judged_period_id = judged.period_id
    left join worst
        on combined.target_id = worst.target_id
        and combined.unit_id is not distinct from worst.unit_id
        and combined.period_id = worst.period_id
)

select
    row_number() over (order by target_id, unit_id nulls first, period_ends_on) as row_id,
    *
from placed
order by row_id
