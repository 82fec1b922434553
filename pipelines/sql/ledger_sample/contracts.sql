-- one row per made-up contract; which number it has decides everything in it
select
    '样例-' || lpad(cast(n as varchar), 9, '0') as "合同编号",
    '样例合同' || lpad(cast(n as varchar), 9, '0') as "合同名称",
    $unit_names[1 + draw % len($unit_names)] as "责任单位",
    ['科研机构', '科研机构', '科研机构', '高等院校', '企业', '其他'][1 + (draw >> 8) % 6] as "卖方类别",
    ['技术开发', '技术转让', '技术许可', '技术咨询', '技术服务'][1 + (draw >> 16) % 5] as "合同类别",
    cast(cast(50 + (draw >> 24) % 200000 as decimal(24, 2)) / 100 as decimal(24, 2)) as "合同金额(万元)",
    $starts_on + cast((draw >> 44) % ($ends_on - $starts_on + 1) as integer) as "登记日期",
    case
        when draw % 211 = 0
            then $starts_on + cast((draw >> 44) % ($ends_on - $starts_on + 1) as integer) + cast(draw % 300 as integer)
    end as "注销日期"
from (
    -- The first 60 bits of a digest: the same on every machine and version.
    select
        n,
        cast('0x' || left(md5($seed || '/' || n), 15) as bigint) as draw
    from range(1, $row_count + 1) as numbers(n)
)
order by n
