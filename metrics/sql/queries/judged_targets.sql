-- one row per target of a programme judged in one round at programme level, or per part of one that a unit carries
with history as (
    select
        series.target_id,
        -- A floor for every year is reached when the last of them is over, and not before.
        min(series.period_ends_on) filter (
            where series.is_met
                and series.period_ends_on between target.starts_on and judged.period_ends_on
                and target.comparator <> 'annual_floor'
        ) as first_met_on,
        count(*) filter (where series.basis_match = 'different') as different_basis_count
    from mart.series as series
    inner join fact.target as target on series.target_id = target.target_id
    inner join mart.attainment as judged
        on series.target_id = judged.target_id
        and judged.period_id = $period_id
        and judged.unit_id is null
    where target.programme_id = $programme_id
    group by series.target_id
)

select
    judged.* replace (
        coalesce(judged.scope_id, target.scope_id) as scope_id,
        coalesce(judged.level, target.level) as level,
        coalesce(judged.measure_type, indicator.measure_type) as measure_type,
        coalesce(judged.comparator, target.comparator) as comparator,
        coalesce(judged.starts_on, target.starts_on) as starts_on,
        coalesce(judged.due_on, target.due_on) as due_on,
        coalesce(judged.scope_name_zh, scope.name_zh) as scope_name_zh,
        coalesce(judged.scope_name_en, scope.name_en) as scope_name_en,
        coalesce(indicator.is_whole, false) as is_whole,
        unit.unit_name as unit_name
    ),
    -- A closed round is shown under the names of its closing.
    coalesce(judged.indicator_name_zh, indicator.name_zh) as name_zh,
    coalesce(judged.indicator_name_en, indicator.name_en) as name_en,
    unit.unit_name_en,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    coalesce(indicator.decimals, 6) as decimals,
    history.first_met_on,
    coalesce(history.different_basis_count, 0) as different_basis_count,
    forecast.forecast_value,
    forecast.interval_low,
    forecast.interval_high,
    forecast.provenance as forecast_provenance
from mart.attainment as judged
left join fact.target as target on judged.target_id = target.target_id
left join dim.unit_round as unit on judged.unit_id = unit.unit_id and judged.period_id = unit.period_id
left join dim.indicator as indicator on coalesce(judged.indicator_id, target.indicator_id) = indicator.indicator_id
left join dim.scope as scope on coalesce(judged.scope_id, target.scope_id) = scope.scope_id
inner join dim.measure_unit as measure_unit on judged.measure_unit = measure_unit.measure_unit
left join mart.forecast_summary as forecast
    on judged.target_id = forecast.target_id
    and judged.period_id = forecast.period_id
    and judged.unit_id is not distinct from forecast.unit_id
    -- A day that has come is no longer forecast.
    and forecast.forecast_on > $seen_on
left join history on judged.target_id = history.target_id and judged.unit_id is null
where
    coalesce(judged.programme_id, target.programme_id) = $programme_id
    and judged.period_id = $period_id
    and (judged.unit_id is not null) = $is_part
    and ($unit_id is null or judged.unit_id = $unit_id)
order by
    coalesce(judged.target_sort_order, target.sort_order),
    judged.target_id,
    judged.target_value desc nulls last,
    unit.sort_order
