-- one row per statistic × province that an import said which indicator it is for, unless a reading is on record: from then on
insert into stage.figure_match by name
select distinct
    parsed.indicator_zh,
    parsed.province as scope,
    receipt.indicator_id,
    'same' as basis_match,
    '导入时指定为该指标的官方统计。' as reason_zh,
    'Named as the official statistic of this indicator on import.' as reason_en,
    receipt.received_at,
    receipt.path as _file,
    1 as _row
from received_statistic as parsed
inner join stage.receipt as receipt on parsed._sha256 = receipt.sha256
where
    receipt.kind = 'statistics'
    and not exists (
        select 1
        from stage.figure_match as known
        where
            known.indicator_zh = parsed.indicator_zh
            and known.scope = parsed.province
            and known.indicator_id = receipt.indicator_id
    )
qualify row_number() over (partition by parsed.indicator_zh, parsed.province, receipt.indicator_id order by receipt.place) = 1
