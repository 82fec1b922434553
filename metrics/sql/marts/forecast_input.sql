-- one row per target × unit × round: the figures known by then, in the order of time, and the way to the due date
with placed as (
    select
        line.*,
        -- Steps are the rounds' own; a yearly amount moves by years.
        case when line.measure_type = 'annual_flow' then 12 else programme.step_months end as step_months,
        coalesce(line.provenance = 'published', false) as is_published
    from mart.judged_line as line
    inner join dim.programme as programme on line.programme_id = programme.programme_id
),

gathered as (
    select
        placed.row_id,
        count(*) as sample_count,
        list(datediff('month', date '2000-01-01', point.point_on) / placed.step_months order by point.point_on)
            as point_times,
        list(cast(point.point_value as double) order by point.point_on) as point_values,
        list(point.provenance order by point.point_on) as point_provenances,
        max(point.point_on) as last_point_on
    from placed
    inner join mart.forecast_point as point
        on placed.target_id = point.target_id
        and placed.unit_id is not distinct from point.unit_id
        and placed.is_published = point.is_published
        and placed.period_ends_on >= point.point_on
    group by placed.row_id
)

select
    placed.row_id,
    placed.programme_id,
    placed.target_id,
    placed.unit_id,
    placed.period_id,
    placed.due_on,
    placed.measure_unit,
    placed.measure_type,
    placed.comparator,
    cast(placed.wanted_value as double) as wanted_value,
    placed.is_to_be_exceeded,
    cast(placed.origin_value as double) as start_value,
    indicator.is_whole and measure_unit.factor = 1 and placed.measure_type = 'cumulative' as is_event_count,
    indicator.is_whole and measure_unit.factor = 1 as is_count,
    coalesce(indicator.may_be_negative, false) as may_be_negative,
    -- What has been withdrawn is heading nowhere any more.
    placed.period_ends_on >= placed.due_on or placed.status = 'withdrawn' as is_due,
    placed.status = 'withdrawn' as is_withdrawn,
    coalesce(gathered.sample_count, 0) as sample_count,
    gathered.point_times,
    gathered.point_values,
    gathered.point_values[-1] as last_value,
    datediff('month', gathered.last_point_on, placed.due_on) / placed.step_months as ahead_steps,
    (gathered.last_point_on - placed.start_on) / 365.25 as elapsed_years,
    (placed.due_on - gathered.last_point_on) / 365.25 as remaining_years,
    cast(last_year.actual_value as double) as last_year_value,
    cast(this_part.year_to_date_value as double) as part_value,
    cast(part_before.year_to_date_value as double) as part_before_value,
    gathered.point_provenances,
    mart.weakest(gathered.point_provenances) as point_provenance,
    placed.baseline_provenance,
    placed.target_provenance,
    mart.weakest([last_year.provenance, this_part.provenance, part_before.provenance]) as same_part_provenance
from placed
inner join dim.indicator as indicator on placed.indicator_id = indicator.indicator_id
inner join dim.measure_unit as measure_unit on indicator.measure_unit = measure_unit.measure_unit
left join gathered on placed.row_id = gathered.row_id
left join mart.level as last_year
    on placed.measure_type = 'annual_flow'
    and mart.year_end(placed.period_ends_on) = mart.year_end(placed.due_on)
    and placed.target_id = last_year.target_id
    and placed.unit_id is not distinct from last_year.unit_id
    and last_year.ends_on = mart.year_start(placed.period_ends_on) - 1
left join mart.year_to_date as this_part
    on placed.target_id = this_part.target_id
    and placed.unit_id is not distinct from this_part.unit_id
    and this_part.ends_on = placed.period_ends_on
left join mart.year_to_date as part_before
    on placed.target_id = part_before.target_id
    and placed.unit_id is not distinct from part_before.unit_id
    and part_before.ends_on = mart.year_before(placed.period_ends_on)
order by placed.target_id, placed.unit_id nulls first, placed.period_ends_on
