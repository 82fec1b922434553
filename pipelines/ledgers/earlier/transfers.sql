-- one row per civil–military transfer, counting one
select
    'transfers' as ledger_id,
    'civil-military-transfers' as indicator_id,
    unit_alias.unit_id,
    transfer.transfer_id as record_id,
    transfer.result_name as record_label,
    transfer.transferred_on as counted_on,
    cast(null as date) as ended_on,
    cast(1 as decimal(24, 6)) as counted_value,
    coalesce(transfer.entered_on, transfer.transferred_on) as recorded_on,
    transfer.provenance,
    transfer.source_file,
    transfer.source_row
from ledger.transfers as transfer
inner join dim.unit_alias as unit_alias on transfer.unit_name = unit_alias.alias_name
