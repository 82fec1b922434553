-- one row per target × unit × round: what the methods of pace and growth need, unit_id null for the programme
with judged as (
    select
        attainment.*,
        cast(case when comparator = 'range' then target_low else target_value end as double) as aim_value,
        cast(case when measure_type = 'cumulative' then coalesce(baseline_value, 0) else baseline_value end as double)
            as start_value,
        coalesce(baseline_on, starts_on) as start_on,
        coalesce(actual_ends_on, period_ends_on) as measured_on,
        month(period_ends_on) = 6 as is_midyear,
        make_date(year(period_ends_on) - 1, 12, 31) as last_year_end_on,
        make_date(year(period_ends_on), 12, 31) as year_end_on
    from mart.attainment as attainment
),

planned as (
    select
        *,
        start_value + (aim_value - start_value)
        * greatest(0, least(1, (last_year_end_on - start_on) / nullif(due_on - start_on, 0))) as plan_last_value,
        start_value + (aim_value - start_value)
        * greatest(0, least(1, (year_end_on - start_on) / nullif(due_on - start_on, 0))) as plan_this_value
    from judged
),

-- Only years that were over by the round: a forecast may not look ahead.
seasoned as (
    select
        planned.row_id,
        sum(season.first_half_value) as first_half_sum,
        sum(season.year_value) as year_sum,
        count(*) as full_years,
        mart.weakest(list(season.provenance)) as provenance
    from planned
    inner join mart.season as season
        on planned.target_id = season.target_id
        and planned.unit_id is not distinct from season.unit_id
        and season.year < year(planned.period_ends_on)
    group by planned.row_id
)

select
    planned.row_id,
    planned.programme_id,
    planned.target_id,
    planned.unit_id,
    planned.period_id,
    planned.measure_type,
    planned.comparator,
    cast(planned.actual_value as double) as actual_value,
    planned.qualifier,
    planned.aim_value,
    planned.start_value,
    planned.pace_ratio,
    planned.status,
    planned.status_reason,
    planned.start_on,
    planned.measured_on,
    planned.period_ends_on,
    planned.due_on,
    planned.is_midyear,
    planned.is_midyear and (planned.start_on > planned.last_year_end_on or planned.due_on < planned.year_end_on)
        as is_part_year,
    planned.plan_last_value,
    planned.plan_this_value,
    cast(seasoned.first_half_sum as double) as first_half_sum,
    cast(seasoned.year_sum as double) as year_sum,
    coalesce(seasoned.full_years, 0) as full_years,
    cast(last_year.actual_value as double) as last_year_value,
    cast(this_half.year_to_date_value as double) as first_half_value,
    cast(half_before.year_to_date_value as double) as first_half_before_value,
    planned.judgement_provenance,
    seasoned.provenance as season_provenance,
    -- The twelve months up to the end of June.
    case
        when planned.is_midyear and planned.measure_type = 'annual_flow'
            then mart.weakest([last_year.provenance, this_half.provenance, half_before.provenance])
    end as rolling_provenance
from planned
left join seasoned on planned.row_id = seasoned.row_id
left join mart.level as last_year
    on planned.measure_type = 'annual_flow'
    and planned.target_id = last_year.target_id
    and planned.unit_id is not distinct from last_year.unit_id
    and planned.last_year_end_on = last_year.ends_on
left join mart.year_to_date as this_half
    on planned.target_id = this_half.target_id
    and planned.unit_id is not distinct from this_half.unit_id
    and planned.period_ends_on = this_half.ends_on
left join mart.year_to_date as half_before
    on planned.target_id = half_before.target_id
    and planned.unit_id is not distinct from half_before.unit_id
    and make_date(year(planned.period_ends_on) - 1, 6, 30) = half_before.ends_on
order by planned.target_id, planned.unit_id nulls first, planned.period_ends_on
