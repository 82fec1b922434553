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
    (
        select string_agg(successor.successor_unit_id, ';' order by successor.successor_unit_id)
        from dim.unit_successor as successor
        where successor.unit_id = unit.unit_id
    ) as successor_unit_id,
    (select min(from_day) from dim.unit_successor as successor where successor.unit_id = unit.unit_id) as successor_on,
    'policy' as provenance,
    unit.kind_zh,
    unit.kind_en,
    unit.parent_unit_id,
    unit.starts_on,
    unit.ends_on,
    (
        select string_agg(strftime(name.starts_on, '%Y-%m-%d') || ' ' || name.unit_name, ';' order by name.starts_on)
        from dim.unit_name as name
        where name.unit_id = unit.unit_id and name.starts_on > date '0001-01-01'
    ) as dated_names
from dim.unit as unit
order by unit.sort_order
