-- one row per entry of the money ledger of a centre
select
    entry_id,
    centre_id,
    booked_on,
    kind as entry_kind,
    funder,
    purpose,
    category,
    project_id,
    amount_value,
    measure_unit,
    note,
    provenance,
    source_file,
    source_row,
    recorded_at
from fact.centre_money
order by centre_id, booked_on, entry_id
