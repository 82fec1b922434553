-- one row per made-up platform; which number it has decides everything in it
select
    '样例-' || lpad(cast(n as varchar), 9, '0') as "平台编号",
    '样例平台' || lpad(cast(n as varchar), 9, '0') as "平台名称",
    $unit_names[1 + draw % len($unit_names)] as "责任单位",
    ['协同创新平台', '新型研发机构'][1 + (draw >> 8) % 2] as "平台类别",
    $starts_on + cast((draw >> 24) % ($ends_on - $starts_on + 1) as integer) as "建成日期"
from (
    -- The first 60 bits of a digest: the same on every machine and version.
    select
        n,
        cast('0x' || left(md5($seed || '/' || n), 15) as bigint) as draw
    from range(1, $row_count + 1) as numbers(n)
)
order by n
