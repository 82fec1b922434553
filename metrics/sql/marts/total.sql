-- one row per group × round: the sum of its actuals where they may be added, else why not
with member as (
    select
        group_kind,
        programme_id,
        unit_id,
        target_id,
        period_id,
        indicator_id,
        scope_id,
        measure_type,
        measure_unit,
        comparator,
        actual_value,
        'same' as basis_match,
        coalesce(qualifier, 'exact') as qualifier,
        provenance,
        cast(null as varchar) as basis_reason_zh,
        cast(null as varchar) as basis_reason_en
    from mart.rollup_member
    union all
    -- Published figures that speak to one target for one time, on whatever basis.
    select
        'series',
        target.programme_id,
        null,
        series.target_id,
        series.period_label,
        target.indicator_id,
        series.scope_name,
        indicator.measure_type,
        series.measure_unit,
        target.comparator,
        series.actual_value,
        series.basis_match,
        series.qualifier,
        series.provenance,
        series.basis_reason_zh,
        series.basis_reason_en
    from mart.series as series
    inner join fact.target as target on series.target_id = target.target_id
    inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
),

gathered as (
    select
        member.group_kind,
        member.programme_id,
        member.unit_id,
        member.target_id,
        member.period_id,
        count(*) as member_count,
        count(*) - count(member.actual_value) as missing_count,
        sum(member.actual_value) as total_value,
        count(*) > count(member.actual_value) or bool_or(member.qualifier in ('ge', 'est_ge')) as has_floor,
        bool_or(member.qualifier in ('lt', 'le')) as has_ceiling,
        mart.weakest(list(member.provenance)) as provenance,
        bool_or(member.qualifier in ('est', 'est_ge')) as has_estimate,
        case when min(member.measure_unit) = max(member.measure_unit) then min(member.measure_unit) end as measure_unit,
        min(member.indicator_id) <> max(member.indicator_id) as has_measures,
        coalesce(min(member.scope_id) <> max(member.scope_id), false) as has_scopes,
        count(*) > 1 and bool_or(member.basis_match <> 'same') as has_bases,
        count(*) > 1 and bool_and(member.group_kind = 'series' and member.basis_match = 'same') as has_versions,
        count(*) > 1 and bool_or(member.measure_type = 'ratio') as has_ratios,
        count(*) > 1 and bool_or(member.measure_type <> 'ratio' and indicator.aggregation <> 'sum') as has_levels,
        count(*) > 1 and bool_or(member.comparator = 'annual_floor') as has_floors,
        array_to_string(
            list_sort(list_distinct(list(rtrim(member.basis_reason_zh, '。')) filter (where member.basis_match <> 'same'))),
            '；'
        ) as bases_zh,
        array_to_string(
            list_sort(list_distinct(list(rtrim(member.basis_reason_en, '.')) filter (where member.basis_match <> 'same'))),
            '; '
        ) as bases_en,
        list_sort(list_distinct(list(indicator.name_zh))) as indicators_zh,
        list_sort(list_distinct(list(indicator.name_en))) as indicators_en,
        array_to_string(list_sort(list_distinct(list(coalesce(scope.name_zh, member.scope_id)))), '、') as scopes_zh,
        array_to_string(list_sort(list_distinct(list(coalesce(scope.name_en, member.scope_id)))), ', ') as scopes_en
    from member
    inner join dim.indicator as indicator on member.indicator_id = indicator.indicator_id
    left join dim.scope as scope on member.scope_id = scope.scope_id
    group by member.group_kind, member.programme_id, member.unit_id, member.target_id, member.period_id
),

refused as (
    select
        *,
        list_filter(
            [
                case when has_scopes then 'different_scopes' end,
                case when has_bases then 'different_bases' end,
                case when has_measures then 'different_measures' end,
                case when has_versions then 'same_figure_twice' end,
                case when has_ratios then 'ratios' end,
                case when has_levels then 'levels' end,
                case when has_floors then 'worst_years' end,
                case when has_floor and has_ceiling then 'opposite_bounds' end
            ],
            lambda code: code is not null
        ) as reasons
    from gathered
),

worded as (
    select
        refused.group_kind,
        refused.programme_id,
        refused.unit_id,
        refused.target_id,
        refused.period_id,
        string_agg(
            replace(
                replace(
                    replace(
                        replace(sentence.zh, '{scopes}', coalesce(scopes_zh, '')),
                        '{indicators}', array_to_string(list_slice(indicators_zh, 1, 3), '、')
                    ),
                    '{bases}', coalesce(bases_zh, '')
                ),
                '{count}', cast(len(indicators_zh) as varchar)
            ),
            '' order by sentence.code
        ) as sentence_zh,
        string_agg(
            replace(
                replace(
                    replace(
                        replace(sentence.en, '{scopes}', coalesce(scopes_en, '')),
                        '{indicators}', array_to_string(list_slice(indicators_en, 1, 3), ', ')
                    ),
                    '{bases}', coalesce(bases_en, '')
                ),
                '{count}', cast(len(indicators_en) as varchar)
            ),
            ' ' order by sentence.code
        ) as sentence_en
    from (select *, unnest(reasons) as reason from refused) as refused
    inner join meta.sentence as sentence on 'total.' || refused.reason = sentence.code
    group by refused.group_kind, refused.programme_id, refused.unit_id, refused.target_id, refused.period_id
)

select
    refused.group_kind,
    refused.programme_id,
    refused.unit_id,
    refused.target_id,
    refused.period_id,
    refused.member_count,
    refused.missing_count,
    len(refused.reasons) = 0 as is_addable,
    case when len(refused.reasons) = 0 then refused.total_value end as total_value,
    case when len(refused.reasons) = 0 then refused.measure_unit end as measure_unit,
    -- With a part missing or a bound among its parts, the sum is itself only a bound.
    case
        when len(refused.reasons) > 0 then null
        when refused.has_ceiling then 'lt'
        when refused.has_floor and refused.has_estimate then 'est_ge'
        when refused.has_floor then 'ge'
        when refused.has_estimate then 'est'
        else 'exact'
    end as qualifier,
    refused.provenance,
    nullif(array_to_string(refused.reasons, ';'), '') as reasons,
    worded.sentence_zh,
    worded.sentence_en
from refused
left join worded
    on refused.group_kind = worded.group_kind
    and refused.programme_id = worded.programme_id
    and refused.unit_id is not distinct from worded.unit_id
    and refused.target_id is not distinct from worded.target_id
    and refused.period_id = worded.period_id
order by refused.group_kind, refused.programme_id, refused.unit_id, refused.target_id, refused.period_id
