-- one row per row of a sample annual report to drop: a real report of the same centre and year stands in its place
delete from stage.centre_report
where exists (
    select 1
    from stage.receipt as receipt
    where
        receipt.kind = 'centre_report'
        and receipt.centre_id = stage.centre_report.centre_id
        and receipt.period_id = stage.centre_report.period_id
)
