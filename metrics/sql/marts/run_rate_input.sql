-- one row per target × unit × round: what is left, for how many steps of its rounds, and the best step so far
with placed as (
    select
        line.*,
        programme.step_months,
        period_ends_on <> mart.year_end(period_ends_on) and mart.year_end(period_ends_on) = mart.year_end(due_on)
            as is_in_due_year
    from mart.judged_line as line
    inner join dim.programme as programme on line.programme_id = programme.programme_id
),

best as (
    select
        placed.row_id,
        max(gain.gain_value) as best_value,
        count(*) as step_count,
        mart.weakest(list(gain.provenance)) as provenance
    from placed
    inner join mart.step_gain as gain
        on placed.target_id = gain.target_id
        and placed.unit_id is not distinct from gain.unit_id
        and placed.period_ends_on >= gain.ends_on
    group by placed.row_id
)

select
    placed.row_id,
    placed.programme_id,
    placed.target_id,
    placed.unit_id,
    placed.period_id,
    placed.period_ends_on,
    -- What has been withdrawn has no half-year left.
    case when placed.status = 'withdrawn' then placed.period_ends_on else placed.due_on end as due_on,
    placed.measure_unit,
    placed.comparator <> 'annual_floor'
    and (placed.comparator <> '<=' or placed.measure_type = 'reduction')
    and placed.measure_type not in ('growth_rate', 'rank') as is_a_sum,
    case
        when placed.is_in_due_year and placed.measure_type = 'annual_flow' then so_far.year_to_date_value is not null
        else placed.actual_value is not null and placed.qualifier in ('exact', 'est')
    end as has_figure,
    -- A yearly amount starts afresh: what is left is the due year's own.
    cast(
        case
            when placed.measure_type = 'annual_flow' and placed.is_met and placed.actual_ends_on >= placed.due_on then 0
            when placed.measure_type = 'annual_flow' then
                placed.wanted_value - case when placed.is_in_due_year then so_far.year_to_date_value else 0 end
            when placed.measure_type = 'reduction' then placed.actual_value - placed.wanted_value
            else placed.wanted_value - placed.actual_value
        end
        as double
    ) as remaining_value,
    placed.measure_type = 'annual_flow' as is_yearly,
    placed.step_months,
    placed.is_to_be_exceeded,
    placed.status = 'withdrawn' as is_withdrawn,
    best.best_value,
    coalesce(best.step_count, 0) as step_count,
    placed.qualifier,
    best.provenance as best_provenance,
    mart.weakest([
        placed.provenance,
        placed.target_provenance,
        case when placed.is_in_due_year and placed.measure_type = 'annual_flow' then so_far.provenance end
    ]) as required_provenance
from placed
left join best on placed.row_id = best.row_id
left join mart.year_to_date as so_far
    on placed.target_id = so_far.target_id
    and placed.unit_id is not distinct from so_far.unit_id
    and placed.period_ends_on = so_far.ends_on
order by placed.target_id, placed.unit_id nulls first, placed.period_ends_on
