-- one row per step of a sample report to drop: it went with its report
delete from stage.journal
where exists (
    select 1
    from stage.receipt as receipt
    inner join dim.unit_alias as unit_alias on receipt.unit_id = unit_alias.unit_id
    where
        receipt.kind = 'report'
        and receipt.programme_id = stage.journal.programme_id
        and receipt.period_id = stage.journal.period_id
        and unit_alias.alias_name = stage.journal.unit_name
)
