-- one row per sample row to drop: a real report of the same unit, programme and round stands in its place
delete from stage.report
where exists (
    select 1
    from stage.receipt as receipt
    inner join dim.unit_alias as unit_alias on receipt.unit_id = unit_alias.unit_id
    where
        receipt.kind = 'report'
        and receipt.programme_id = stage.report.programme_id
        and receipt.period_id = stage.report.period_id
        and unit_alias.alias_name = stage.report.unit_name
)
