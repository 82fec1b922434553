-- one row per judgement whose actual is not what the source rows behind it give
with behind as (
    select
        target_id,
        unit_id,
        period_id,
        count(*) as row_count,
        sum(row_value) as row_sum,
        min(row_value) as least,
        max(row_value) as most,
        bool_or(row_kind = 'counted') as is_counted
    from mart.figure_row
    where row_kind <> 'earlier_year'
    group by target_id, unit_id, period_id
)

select
    'marts' as _file,
    0 as _row,
    attainment.target_id,
    attainment.unit_id,
    attainment.period_id,
    attainment.actual_value,
    behind.row_sum
from mart.attainment as attainment
inner join fact.target as target on attainment.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join behind
    on attainment.target_id = behind.target_id
    and attainment.unit_id is not distinct from behind.unit_id
    and attainment.period_id = behind.period_id
where
    attainment.actual_value is not null
    -- What was recorded at a closing stays, whatever its rows have become.
    and not attainment.is_frozen
    -- A register may count none.
    and not (behind.row_count is null and attainment.actual_value = 0 and attainment.provenance in ('reported', 'sample')
        and attainment.unit_id is null)
    and not coalesce(
        case
            when attainment.unit_id is not null or attainment.provenance = 'published' or behind.row_count = 1
                then behind.row_count = 1 and behind.row_sum = attainment.actual_value
            when behind.is_counted or indicator.aggregation = 'sum' then behind.row_sum = attainment.actual_value
            -- The worst is one of them, a mean or a share of the whole lies between them.
            else attainment.actual_value between behind.least and behind.most
        end,
        false
    )
