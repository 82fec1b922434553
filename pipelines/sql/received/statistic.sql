-- one row per statistic × province × year of the imported exports, the newest import of each
insert into stage.turnover by name
select
    parsed.province,
    parsed.year,
    parsed.value,
    parsed.measure_unit,
    parsed.indicator_zh,
    parsed.source,
    receipt.path as _file,
    parsed._row
from received_statistic as parsed
inner join stage.receipt as receipt on parsed._sha256 = receipt.sha256
where receipt.kind = 'statistics'
qualify row_number() over (
    partition by parsed.indicator_zh, parsed.province, parsed.year order by receipt.place desc
) = 1
