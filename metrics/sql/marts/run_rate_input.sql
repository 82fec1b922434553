-- one row per target × unit × round: what is left, for how many half-years, and the best half-year so far
with placed as (
    select
        *,
        month(period_ends_on) = 6 and year(period_ends_on) = year(due_on) as is_due_year_june
    from mart.judged_line
),

best as (
    select
        placed.row_id,
        max(half_year.half_year_value) as best_value,
        count(*) as half_year_count,
        mart.weakest(list(half_year.provenance)) as provenance
    from placed
    inner join mart.half_year as half_year
        on placed.target_id = half_year.target_id
        and placed.unit_id is not distinct from half_year.unit_id
        and placed.period_ends_on >= half_year.ends_on
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
        when placed.is_due_year_june and placed.measure_type = 'annual_flow' then half.year_to_date_value is not null
        else placed.actual_value is not null and placed.qualifier in ('exact', 'est')
    end as has_figure,
    -- A yearly amount starts afresh: what is left is the due year's own.
    cast(
        case
            when placed.measure_type = 'annual_flow' and placed.is_met and placed.actual_ends_on >= placed.due_on then 0
            when placed.measure_type = 'annual_flow' then
                placed.wanted_value - case when placed.is_due_year_june then half.year_to_date_value else 0 end
            when placed.measure_type = 'reduction' then placed.actual_value - placed.wanted_value
            else placed.wanted_value - placed.actual_value
        end
        as double
    ) as remaining_value,
    placed.measure_type = 'annual_flow' as is_yearly,
    placed.is_to_be_exceeded,
    placed.status = 'withdrawn' as is_withdrawn,
    best.best_value,
    coalesce(best.half_year_count, 0) as half_year_count,
    placed.qualifier,
    best.provenance as best_provenance,
    mart.weakest([
        placed.provenance,
        placed.target_provenance,
        case when placed.is_due_year_june and placed.measure_type = 'annual_flow' then half.provenance end
    ]) as required_provenance
from placed
left join best on placed.row_id = best.row_id
left join mart.year_to_date as half
    on placed.target_id = half.target_id
    and placed.unit_id is not distinct from half.unit_id
    and placed.period_ends_on = half.ends_on
order by placed.target_id, placed.unit_id nulls first, placed.period_ends_on
