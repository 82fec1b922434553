-- one row per responsible unit
select
    unit.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    unit.kind,
    (
        select string_agg(distinct responsibility.programme_id, ';' order by responsibility.programme_id)
        from fact.responsibility as responsibility
        where responsibility.unit_id = unit.unit_id
    ) as programme_ids,
    (
        select count(*) from fact.responsibility as responsibility
        where responsibility.unit_id = unit.unit_id and responsibility.role = 'lead'
    ) as lead_count,
    (
        select count(*) from fact.responsibility as responsibility
        where responsibility.unit_id = unit.unit_id and responsibility.role = 'support'
    ) as support_count,
    (
        select string_agg(alias.alias_name, ';' order by alias.alias_name)
        from dim.unit_alias as alias
        where alias.unit_id = unit.unit_id and alias.alias_name <> unit.unit_name
    ) as alias_names,
    unit.successor_unit_id,
    unit.successor_on,
    'policy' as provenance
from dim.unit as unit
order by unit.sort_order
