-- one row per stretch of time in which a published value stood for its statistic, province and year
with counted as (
    select *
    from source.turnover
    union all by name
    select
        parsed.province,
        parsed.year,
        parsed.value,
        coalesce(spell.measure_unit, parsed.measure_unit) as measure_unit,
        coalesce(spell.statistic, parsed.indicator_zh) as indicator_zh,
        parsed.source,
        spell.counted_from as received_at,
        spell.counted_until as superseded_at,
        spell.path as _file,
        parsed._row
    from stage.statistic_spell as spell
    inner join received.statistics as parsed on spell.sha256 = parsed._sha256
),

spell as (
    select
        *,
        coalesce(received_at, '') as counted_from,
        -- Later than every moment of the journals, which begin with their year.
        coalesce(superseded_at, '~') as counted_until,
        row_number() over (order by coalesce(received_at, ''), _file, _row) as spell_number
    from counted
),

moment as (
    select indicator_zh, province, year, counted_from as moment
    from spell
    union distinct
    select indicator_zh, province, year, counted_until
    from spell
),

segment as (
    select
        *,
        lead(moment) over (partition by indicator_zh, province, year order by moment) as ends
    from moment
),

-- Of several that count at one time the one that came in last stands.
standing as (
    select
        spell.indicator_zh,
        spell.province,
        spell.year,
        spell.spell_number,
        segment.moment as starts,
        segment.ends
    from segment
    inner join spell
        on segment.indicator_zh = spell.indicator_zh
        and segment.province = spell.province
        and segment.year = spell.year
        and spell.counted_from <= segment.moment
        and segment.ends <= spell.counted_until
    qualify row_number() over (
        partition by segment.indicator_zh, segment.province, segment.year, segment.moment
        order by spell.counted_from desc, spell.spell_number desc
    ) = 1
),

marked as (
    select
        *,
        lag(spell_number) over (partition by indicator_zh, province, year order by starts) is distinct from spell_number
        or lag(ends) over (partition by indicator_zh, province, year order by starts) is distinct from starts as is_new
    from standing
),

numbered as (
    select
        *,
        sum(cast(is_new as integer)) over (partition by indicator_zh, province, year order by starts) as stretch_number
    from marked
),

stretch as (
    select
        spell_number,
        stretch_number,
        min(starts) as starts,
        max(ends) as ends
    from numbered
    group by spell_number, stretch_number, indicator_zh, province, year
)

select
    spell.* exclude (received_at, superseded_at, counted_from, counted_until, spell_number),
    nullif(stretch.starts, '') as received_at,
    nullif(stretch.ends, '~') as superseded_at
from stretch
inner join spell on stretch.spell_number = spell.spell_number
order by spell.spell_number, stretch.starts
