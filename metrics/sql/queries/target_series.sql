-- one row per figure that speaks to one target at programme level: published ones, and totals of units' reports
with figures as (
    select
        s.indicator_name_zh as name_zh,
        s.indicator_name_en as name_en,
        s.period_label,
        s.period_ends_on,
        s.actual_value,
        s.measure_unit,
        s.qualifier,
        s.provenance,
        s.basis_match,
        s.basis_reason_zh,
        s.basis_reason_en,
        s.issuer,
        s.source_title,
        s.source_date_text,
        s.published_on,
        s.scope_name as scope_name_zh,
        s.scope_name_en,
        s.is_met,
        false as is_year_to_date,
        s.note
    from mart.series as s
    where s.target_id = $target_id

    union all

    select distinct
        i.name_zh,
        i.name_en,
        a.actual_period_label,
        a.actual_ends_on,
        a.actual_value,
        a.measure_unit,
        a.qualifier,
        a.provenance,
        'same',
        null,
        null,
        null,
        null,
        null,
        null::date,
        p.name_zh,
        p.name_en,
        -- Of a yearly floor each year's own; the target itself hangs on the worst.
        case
            when a.comparator <> 'annual_floor' then a.is_met
            when not a.is_year_to_date then a.actual_value >= a.target_value
        end,
        a.is_year_to_date,
        null
    from mart.attainment as a
    join dim.indicator as i using (indicator_id)
    join dim.scope as p on p.scope_id = a.scope_id
    where a.target_id = $target_id
        and a.unit_id is null
        and a.actual_value is not null
        and a.provenance <> 'published'
)

select
    f.*,
    m.name_zh as measure_unit_name_zh,
    m.name_en as measure_unit_name_en,
    m.is_currency,
    m.is_count,
    coalesce(i.is_whole, m.is_whole) as is_whole,
    coalesce(i.decimals, m.decimals) as decimals,
    i.measure_type
from figures as f
left join dim.measure_unit as m using (measure_unit)
left join fact.target as t on t.target_id = $target_id
-- A figure on another basis is not the indicator's: it keeps what its own unit of measurement says.
left join dim.indicator as i
    on i.indicator_id = t.indicator_id
    and i.measure_unit = f.measure_unit
    and f.basis_match = 'same'
order by f.period_ends_on, f.source_title
