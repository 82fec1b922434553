-- one row per yearly amount × unit × year known whole × round within it: what the year had brought by then, and in all
select
    whole.target_id,
    whole.unit_id,
    mart.office_year(whole.actual_ends_on) as year,
    part.actual_ends_on as part_ends_on,
    part.actual_value as part_value,
    whole.actual_value as year_value,
    mart.weakest([part.provenance, whole.provenance]) as provenance
from mart.actual as whole
inner join mart.actual as part
    on whole.target_id = part.target_id
    and whole.unit_id is not distinct from part.unit_id
    and part.actual_ends_on < whole.actual_ends_on
    and mart.year_end(part.actual_ends_on) = whole.actual_ends_on
    and part.actual_ends_on = part.period_ends_on
where
    whole.measure_type = 'annual_flow'
    and whole.actual_ends_on = whole.year_ends_on
    and whole.actual_ends_on = whole.period_ends_on
    and whole.qualifier = 'exact'
    and part.qualifier = 'exact'
