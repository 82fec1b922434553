-- one row per made-up enterprise; which number it has decides everything in it
select
    '样例-' || lpad(cast(n as varchar), 9, '0') as "企业编号",
    '样例企业' || lpad(cast(n as varchar), 9, '0') as "企业名称",
    $unit_names[1 + draw % len($unit_names)] as "责任单位",
    ['军民融合中小微', '生物医药'][1 + (draw >> 8) % 2] as "企业类别",
    $starts_on + cast((draw >> 24) % ($ends_on - $starts_on + 1) as integer) as "入库日期",
    case
        when draw % 17 = 0
            then $starts_on + cast((draw >> 24) % ($ends_on - $starts_on + 1) as integer) + cast(draw % 500 as integer)
    end as "退出日期"
from (
    -- The first 60 bits of a digest: the same on every machine and version.
    select
        n,
        cast('0x' || left(md5($seed || '/' || n), 15) as bigint) as draw
    from range(1, $row_count + 1) as numbers(n)
)
order by n
