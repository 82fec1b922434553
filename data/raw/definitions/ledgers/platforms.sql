-- one row per platform of a kind that an indicator counts, counting one
select
    'platforms' as ledger_id,
    case platform.platform_kind
        when '新型研发机构' then 'new-rd-institutions'
        else 'co-built-platforms'
    end as indicator_id,
    unit_alias.unit_id,
    platform.platform_id as record_id,
    platform.platform_name as record_label,
    platform.built_on as counted_on,
    platform.closed_on as ended_on,
    cast(1 as decimal(24, 6)) as counted_value,
    coalesce(platform.entered_on, platform.built_on) as recorded_on,
    platform.provenance,
    platform.source_file,
    platform.source_row
from ledger.platforms as platform
inner join dim.unit_alias as unit_alias on platform.unit_name = unit_alias.alias_name
