-- one row per registered contract of a research institute, with the amount it counts for in 万元
select
    'contracts' as ledger_id,
    'registered-contract-value' as indicator_id,
    unit_alias.unit_id,
    contract.contract_id as record_id,
    contract.contract_name as record_label,
    contract.registered_on as counted_on,
    contract.cancelled_on as ended_on,
    contract.amount as counted_value,
    coalesce(contract.entered_on, contract.registered_on) as recorded_on,
    contract.provenance,
    contract.source_file,
    contract.source_row
from ledger.contracts as contract
inner join dim.unit_alias as unit_alias on contract.unit_name = unit_alias.alias_name
where contract.seller_kind = '科研机构'
