-- one row per figure that speaks to one target at programme level: published ones, and totals of units' reports
with figures as (
    select
        series.indicator_name_zh as name_zh,
        series.indicator_name_en as name_en,
        series.period_label,
        series.period_ends_on,
        series.actual_value,
        series.measure_unit,
        series.qualifier,
        series.provenance,
        series.basis_match,
        series.basis_reason_zh,
        series.basis_reason_en,
        series.issuer,
        series.source_title,
        series.source_date_text,
        series.published_on,
        series.scope_name as scope_name_zh,
        series.scope_name_en,
        series.is_met,
        false as is_year_to_date,
        series.note
    from mart.series as series
    where series.target_id = $target_id

    union all

    select distinct
        indicator.name_zh,
        indicator.name_en,
        attainment.actual_period_label,
        attainment.actual_ends_on,
        attainment.actual_value,
        attainment.measure_unit,
        attainment.qualifier,
        attainment.provenance,
        'same',
        null,
        null,
        null,
        null,
        null,
        null::date,
        scope.name_zh,
        scope.name_en,
        -- Of a yearly floor each year's own; the target itself hangs on the worst.
        case
            when attainment.comparator <> 'annual_floor' then attainment.is_met
            when not attainment.is_year_to_date then attainment.actual_value >= attainment.target_value
        end,
        attainment.is_year_to_date,
        null
    from mart.attainment as attainment
    inner join dim.indicator as indicator on attainment.indicator_id = indicator.indicator_id
    inner join dim.scope as scope on scope.scope_id = attainment.scope_id
    where attainment.target_id = $target_id
        and attainment.unit_id is null
        and attainment.actual_value is not null
        and attainment.provenance <> 'published'
)

select
    figure.*,
    measure_unit.name_zh as measure_unit_name_zh,
    measure_unit.name_en as measure_unit_name_en,
    measure_unit.is_currency,
    measure_unit.is_count,
    coalesce(indicator.is_whole, measure_unit.is_whole) as is_whole,
    coalesce(indicator.decimals, measure_unit.decimals) as decimals,
    indicator.measure_type
from figures as figure
left join dim.measure_unit as measure_unit on figure.measure_unit = measure_unit.measure_unit
left join fact.target as target on target.target_id = $target_id
-- A figure on another basis is not the indicator's: it keeps what its own unit of measurement says.
left join dim.indicator as indicator
    on indicator.indicator_id = target.indicator_id
    and indicator.measure_unit = figure.measure_unit
    and figure.basis_match = 'same'
order by figure.period_ends_on, figure.source_title
