-- one row per earlier published value to drop: the newest import of the same statistic, province and year stands
delete from stage.turnover
where exists (
    select 1
    from received_statistic as parsed
    inner join stage.receipt as receipt on parsed._sha256 = receipt.sha256
    where
        parsed.indicator_zh = stage.turnover.indicator_zh
        and parsed.province = stage.turnover.province
        and parsed.year = stage.turnover.year
)
