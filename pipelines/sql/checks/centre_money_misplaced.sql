-- one row per ledger entry of a centre booked on the project of another, or after it was no longer one of the centres
select
    money.source_file as _file,
    money.source_row as _row,
    case
        when project.centre_id <> money.centre_id then 'project ' || money.project_id
        else 'removed ' || status.since_on
    end as misplaced
from fact.centre_money as money
left join fact.centre_project as project on money.project_id = project.project_id
left join mart.centre_status as status on money.centre_id = status.centre_id and status.state = 'removed'
where
    project.centre_id <> money.centre_id
    or (money.kind = 'grant' and money.booked_on > status.since_on)
order by money.source_file, money.source_row
limit 100
