-- one row per target × unit × round: what the methods of pace and growth need, unit_id null for the programme
with judged as (
    select
        * exclude (first_half_sum, year_sum, full_years) replace (cast(aim_value as double) as aim_value),
        coalesce(actual_ends_on, period_ends_on) as measured_on,
        case when measure_type = 'annual_flow' then coalesce(actual_ends_on, period_ends_on) else period_ends_on end
            as standing_on
    from mart.judged_line
),

dated as (
    select
        *,
        standing_on <> mart.year_end(standing_on) as is_in_year,
        mart.year_start(standing_on) - 1 as last_year_end_on,
        mart.year_end(standing_on) as year_end_on
    from judged
),

planned as (
    select
        *,
        -- Of a yearly amount a year in progress starts afresh; what adds up or stands goes on from the year before.
        case
            when is_year_to_date then 0
            else start_value + (aim_value - start_value)
                * greatest(0, least(1, (last_year_end_on - start_on) / nullif(due_on - start_on, 0)))
        end as plan_last_value,
        case
            when is_year_to_date then plan_value
            else start_value + (aim_value - start_value)
                * greatest(0, least(1, (year_end_on - start_on) / nullif(due_on - start_on, 0)))
        end as plan_this_value
    from dated
),

-- Only years that were over by the round: a forecast may not look ahead.
seasoned as (
    select
        planned.row_id,
        sum(season.part_value) as first_half_sum,
        sum(season.year_value) as year_sum,
        count(*) as full_years,
        mart.weakest(list(season.provenance)) as provenance
    from planned
    inner join mart.season as season
        on planned.target_id = season.target_id
        and planned.unit_id is not distinct from season.unit_id
        and season.year < mart.office_year(planned.period_ends_on)
        and mart.year_point(season.part_ends_on) = mart.year_point(planned.standing_on)
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
    planned.line_value,
    planned.status,
    planned.status_reason,
    planned.start_on,
    planned.measured_on,
    planned.period_ends_on,
    planned.due_on,
    planned.is_year_to_date,
    planned.is_in_year,
    planned.is_in_year
    and not planned.is_year_to_date
    and (planned.start_on > planned.last_year_end_on or planned.due_on < planned.year_end_on) as is_part_year,
    planned.plan_last_value,
    planned.plan_this_value,
    cast(seasoned.first_half_sum as double) as first_half_sum,
    cast(seasoned.year_sum as double) as year_sum,
    coalesce(seasoned.full_years, 0) as full_years,
    -- What is borrowed is known of the first half of a year alone.
    if(mart.is_midyear(planned.standing_on), planned.borrowed_first_half_ratio, null) as borrowed_first_half_ratio,
    -- Records of before limits of their own have none: those of all held then.
    coalesce(planned.on_track_ratio, threshold.on_track_ratio) as on_track_ratio,
    coalesce(planned.slightly_behind_ratio, threshold.slightly_behind_ratio) as slightly_behind_ratio,
    planned.judgement_provenance,
    seasoned.provenance as season_provenance
from planned
cross join meta.threshold as threshold
left join seasoned on planned.row_id = seasoned.row_id
order by planned.target_id, planned.unit_id nulls first, planned.period_ends_on
