-- one row per target × unit that leads a task serving it, or is named as responsible for it, in one round
select
    answering.target_id,
    answering.unit_id,
    coalesce(named.unit_name, unit.unit_name) as unit_name,
    coalesce(named.unit_name_en, unit.unit_name_en) as unit_name_en,
    unit.sort_order
from mart.answering_unit as answering
inner join dim.unit as unit on answering.unit_id = unit.unit_id
left join dim.unit_round as named on answering.unit_id = named.unit_id and answering.period_id = named.period_id
where answering.programme_id = $programme_id
    and answering.period_id is not distinct from $period_id
    and answering.role = 'lead'
order by answering.target_id, unit.sort_order
