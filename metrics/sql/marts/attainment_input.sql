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

started as (
    select
        actual.* exclude (baseline_value, baseline_on, baseline_provenance),
        coalesce(actual.baseline_provenance, sample_baseline.provenance) as baseline_provenance,
        -- Without a stated baseline, sample figures are measured from the sample's own baselines.
        coalesce(actual.baseline_value, sample_baseline.baseline_value) as baseline_value,
        coalesce(actual.baseline_on, sample_baseline.baseline_on) as baseline_on,
        -- Of a yearly amount, what a year has brought so far; without a figure, what there would be on the round's day.
        actual.measure_type = 'annual_flow'
        and coalesce(actual.actual_ends_on, actual.period_ends_on)
        <> mart.year_end(coalesce(actual.actual_ends_on, actual.period_ends_on)) as is_year_to_date
    from mart.actual as actual
    left join sample_baseline
        on actual.target_id = sample_baseline.target_id and actual.unit_id is null and actual.provenance = 'sample'
),

-- A yearly floor is judged by its worst whole year so far; with a year missing, the worst may be worse still.
worst as (
    select
        target_id,
        unit_id,
        period_id,
        min(actual_value) filter (where not is_year_to_date) over so_far as worst_year_value,
        mart.weakest(list(provenance) filter (where not is_year_to_date) over so_far) as worst_provenance,
        coalesce(bool_or(actual_value is null or qualifier = 'lt') filter (where not is_year_to_date) over so_far, false)
            as is_worst_open
    from started
    where comparator = 'annual_floor'
    window so_far as (
        partition by target_id, unit_id
        order by period_ends_on
        rows between unbounded preceding and current row
    )
),

-- Only years that were over by the round: what is expected may not look ahead.
season as (
    select
        started.target_id,
        started.unit_id,
        started.period_id,
        sum(year_part.part_value) as first_half_sum,
        sum(year_part.year_value) as year_sum,
        count(*) as full_years,
        mart.weakest(list(year_part.provenance)) as provenance
    from started
    inner join mart.year_part as year_part
        on started.target_id = year_part.target_id
        and started.unit_id is not distinct from year_part.unit_id
        and year_part.year < mart.office_year(started.period_ends_on)
        and mart.year_point(year_part.part_ends_on)
        = mart.year_point(coalesce(started.actual_ends_on, started.period_ends_on))
    group by started.target_id, started.unit_id, started.period_id
)

select
    row_number() over (order by started.target_id, started.unit_id nulls first, started.period_ends_on) as row_id,
    target.programme_id,
    started.target_id,
    target.indicator_id,
    target.scope_id,
    target.level,
    -- The populations of `metrics.rules.target_kinds`: never counted together.
    case
        when started.unit_id is not null then 'unit_part'
        when target.level = 'task' then 'yearly_requirement'
        else 'goal'
    end as target_kind,
    started.unit_id,
    started.period_id,
    started.period_ends_on,
    started.due_on,
    started.starts_on,
    started.measure_type,
    started.comparator,
    started.target_value,
    started.target_low,
    started.target_high,
    -- What the target was before documents changed it; null while nothing has.
    case when started.is_revised then started.original_target_value end as original_target_value,
    case when started.is_revised then started.original_target_low end as original_target_low,
    case when started.is_revised then started.original_target_high end as original_target_high,
    case when started.is_revised then started.original_due_on end as original_due_on,
    started.ended_kind,
    started.baseline_value,
    started.baseline_on,
    target.measure_unit,
    started.actual_value,
    worst.worst_year_value,
    coalesce(worst.is_worst_open, false) as is_worst_open,
    started.qualifier,
    started.provenance,
    worst.worst_provenance,
    started.actual_period_label,
    started.actual_ends_on,
    started.carried_from_label,
    started.period_value,
    started.is_year_to_date,
    mart.year_end(coalesce(started.actual_ends_on, started.period_ends_on)) as measured_year_ends_on,
    -- A level of an earlier day does not tell where it stands when its target is due.
    coalesce(
        started.measure_type not in ('annual_flow', 'cumulative') and started.actual_ends_on < started.period_ends_on, false
    ) as is_older,
    started.target_provenance,
    started.baseline_provenance,
    -- Only a season of two years of its own goes into what is expected.
    case when season.full_years >= 2 and started.is_year_to_date then season.provenance end as season_provenance,
    interim.interim_value,
    cast(season.first_half_sum as double) as first_half_sum,
    cast(season.year_sum as double) as year_sum,
    coalesce(season.full_years, 0) as full_years,
    -- What is borrowed is known of the first half of a year alone.
    case
        when mart.is_midyear(coalesce(started.actual_ends_on, started.period_ends_on))
            then indicator.borrowed_first_half_ratio
    end as borrowed_first_half_ratio,
    -- Of things told by the ten thousand one more or less decides nothing: those are held against the exact value.
    indicator.is_whole and measure_unit.factor = 1 as is_whole,
    coalesce(lamp_limit.on_track_ratio, threshold.on_track_ratio) as on_track_ratio,
    coalesce(lamp_limit.slightly_behind_ratio, threshold.slightly_behind_ratio) as slightly_behind_ratio,
    lamp_limit.source_zh as limits_source_zh,
    lamp_limit.source_en as limits_source_en,
    coalesce(started.part_count, 0) as part_count,
    coalesce(started.part_missing_count, 0) as part_missing_count,
    started.part_carried_value,
    started.open_reason,
    -- The sign is taken on the decimals: beyond sixteen digits a float cannot tell 700 from 700.000001.
    cast(
        sign(
            case when started.comparator = 'annual_floor' then worst.worst_year_value else started.actual_value end
            - case when started.comparator = 'range' then started.target_low else started.target_value end
        ) as double
    ) as distance_sign
from started
inner join fact.target as target on started.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
inner join dim.measure_unit as measure_unit on target.measure_unit = measure_unit.measure_unit
cross join meta.threshold as threshold
left join dim.lamp_limit as lamp_limit on target.programme_id = lamp_limit.programme_id
left join worst
    on started.target_id = worst.target_id
    and started.unit_id is not distinct from worst.unit_id
    and started.period_id = worst.period_id
left join season
    on started.target_id = season.target_id
    and started.unit_id is not distinct from season.unit_id
    and started.period_id = season.period_id
left join fact.interim_value as interim
    on started.target_id = interim.target_id
    and started.unit_id is not distinct from interim.unit_id
    and started.period_id = interim.period_id
order by row_id
