-- one row per statistic × territory that speaks to an indicator: by a reading on record, else by an import while it counts
with taken as (
    select
        coalesce(spell.statistic, parsed.indicator_zh) as indicator_zh,
        parsed.province as scope,
        spell.indicator_id,
        min(spell.counted_from) as received_at,
        case when count(*) = count(spell.counted_until) then max(spell.counted_until) end as superseded_at,
        arg_min(spell.path, spell.counted_from) as _file,
        max_by(spell.by, spell.counted_from) as by_name,
        max_by(spell.reason, spell.counted_from) as reason
    from received.statistics as parsed
    inner join stage.statistic_spell as spell on parsed._sha256 = spell.sha256
    group by coalesce(spell.statistic, parsed.indicator_zh), parsed.province, spell.indicator_id
)

select *
from source.figure_match
union all by name
select
    taken.indicator_zh,
    taken.scope,
    taken.indicator_id,
    'same' as basis_match,
    case
        when taken.reason is null then '导入时指定为该指标的官方统计。'
        else concat('导入时由', taken.by_name, '确认为该指标的官方统计：', taken.reason)
    end as reason_zh,
    case
        when taken.reason is null then 'Named as the official statistic of this indicator on import.'
        else concat('Confirmed on import by ', taken.by_name, ' as the official statistic of this indicator: ', taken.reason)
    end as reason_en,
    taken.received_at,
    taken.superseded_at,
    taken._file,
    1 as _row
from taken
where
    not exists (
        select 1
        from source.figure_match as known
        where
            known.indicator_zh = taken.indicator_zh
            and known.scope = taken.scope
            and known.indicator_id = taken.indicator_id
    )
