-- one row per statistic × province × year of every imported export, with when it came in
insert into stage.turnover by name
select
    parsed.province,
    parsed.year,
    parsed.value,
    parsed.measure_unit,
    parsed.indicator_zh,
    parsed.source,
    receipt.received_at,
    receipt.path as _file,
    parsed._row
from received_statistic as parsed
inner join stage.receipt as receipt on parsed._sha256 = receipt.sha256
where receipt.kind = 'statistics'
order by receipt.place, parsed._row
