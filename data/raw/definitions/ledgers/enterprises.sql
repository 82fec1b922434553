-- one row per listed enterprise of a kind that an indicator counts, counting one
select
    'enterprises' as ledger_id,
    case enterprise.enterprise_kind
        when '生物医药' then 'biomedical-firms'
        else 'civil-military-smes'
    end as indicator_id,
    unit_alias.unit_id,
    enterprise.enterprise_id as record_id,
    enterprise.enterprise_name as record_label,
    enterprise.listed_on as counted_on,
    -- Fostered is fostered: leaving ends a stock, not a cumulative count.
    case when enterprise.enterprise_kind = '生物医药' then enterprise.left_on end as ended_on,
    cast(1 as decimal(24, 6)) as counted_value,
    coalesce(enterprise.entered_on, enterprise.listed_on) as recorded_on,
    enterprise.provenance,
    enterprise.source_file,
    enterprise.source_row
from ledger.enterprises as enterprise
inner join dim.unit_alias as unit_alias on enterprise.unit_name = unit_alias.alias_name
