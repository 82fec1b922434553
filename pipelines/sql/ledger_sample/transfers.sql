-- one row per made-up transfer; which number it has decides everything in it
select
    '样例-' || lpad(cast(n as varchar), 9, '0') as "转化编号",
    '样例成果' || lpad(cast(n as varchar), 9, '0') as "成果名称",
    $unit_names[1 + draw % len($unit_names)] as "责任单位",
    ['军转民', '民参军'][1 + (draw >> 8) % 2] as "转化方向",
    ['转让', '许可', '作价投资', '自行实施'][1 + (draw >> 16) % 4] as "转化方式",
    $starts_on + cast((draw >> 24) % ($ends_on - $starts_on + 1) as integer) as "转化日期"
from (
    -- The first 60 bits of a digest: the same on every machine and version.
    select
        n,
        cast('0x' || left(md5($seed || '/' || n), 15) as bigint) as draw
    from range(1, $row_count + 1) as numbers(n)
)
order by n
