-- one row per target of a programme, judged in one round at programme level or for one unit
with history as (
    select
        o.target_id,
        -- A floor for every year is reached when the last of them is over, and not before.
        min(o.period_ends_on) filter (
            where o.is_met
                and o.period_ends_on between t.starts_on and a.period_ends_on
                and t.comparator <> 'annual_floor'
        ) as first_met_on,
        count(*) filter (where o.basis_match = 'different') as different_basis_count
    from mart.series as o
    join fact.target as t using (target_id)
    join mart.attainment as a on a.target_id = o.target_id and a.period_id = $period_id and a.unit_id is null
    where t.programme_id = $programme_id
    group by 1
)

select
    a.target_id,
    -- A closed round is shown under the names of its closing.
    coalesce(a.indicator_name_zh, i.name_zh) as name_zh,
    coalesce(a.indicator_name_en, i.name_en) as name_en,
    coalesce(a.scope_name_zh, s.name_zh) as scope_name_zh,
    coalesce(a.scope_name_en, s.name_en) as scope_name_en,
    coalesce(a.scope_id, t.scope_id) as scope_id,
    coalesce(a.level, t.level) as level,
    a.unit_id,
    coalesce(a.measure_type, i.measure_type) as measure_type,
    coalesce(a.comparator, t.comparator) as comparator,
    a.target_value,
    a.target_low,
    a.target_high,
    a.measure_unit,
    m.name_zh as measure_unit_name_zh,
    m.name_en as measure_unit_name_en,
    m.is_currency,
    m.is_count,
    coalesce(i.is_whole, false) as is_whole,
    coalesce(i.decimals, 6) as decimals,
    coalesce(a.starts_on, t.starts_on) as starts_on,
    coalesce(a.due_on, t.due_on) as due_on,
    a.baseline_value,
    a.actual_value,
    a.actual_period_label,
    a.actual_ends_on,
    a.carried_from_label,
    a.period_value,
    a.is_year_to_date,
    a.worst_year_value,
    a.qualifier,
    a.provenance,
    a.target_provenance,
    a.judgement_provenance,
    a.part_count,
    a.part_missing_count,
    a.attainment_pct,
    a.plain_pct,
    a.expected_value,
    a.expected_whole,
    a.expected_basis,
    a.pace_ratio,
    a.is_met,
    a.status,
    a.status_reason,
    h.first_met_on,
    coalesce(h.different_basis_count, 0) as different_basis_count,
    f.forecast_value,
    f.interval_low,
    f.interval_high,
    f.provenance as forecast_provenance
from mart.attainment as a
left join fact.target as t using (target_id)
left join dim.indicator as i on i.indicator_id = coalesce(a.indicator_id, t.indicator_id)
left join dim.scope as s on s.scope_id = coalesce(a.scope_id, t.scope_id)
join dim.measure_unit as m on m.measure_unit = a.measure_unit
left join mart.forecast_summary as f
    on f.target_id = a.target_id
    and f.period_id = a.period_id
    and f.unit_id is not distinct from a.unit_id
    -- A day that has come is no longer forecast.
    and f.forecast_on > $seen_on
left join history as h on h.target_id = a.target_id and a.unit_id is null
where coalesce(a.programme_id, t.programme_id) = $programme_id
    and a.period_id = $period_id
    and a.unit_id is not distinct from $unit_id
order by coalesce(a.target_sort_order, t.sort_order)
