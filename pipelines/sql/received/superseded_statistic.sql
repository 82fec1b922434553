-- one row per published value that stood until a later import gave the same statistic, province and year
update stage.turnover
set superseded_at = (
    select min(later.received_at)
    from stage.turnover as later
    where
        later.indicator_zh = stage.turnover.indicator_zh
        and later.province = stage.turnover.province
        and later.year = stage.turnover.year
        and later.received_at > coalesce(stage.turnover.received_at, '')
)
