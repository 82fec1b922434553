-- one row per statistic × province × year of every spell in which an imported export counts
insert into stage.turnover by name
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
inner join received_statistics as parsed on spell.sha256 = parsed._sha256
order by spell.place, parsed._row
