-- one row per yearly amount × unit × calendar year known whole: what its first half and the whole year brought
select
    december.target_id,
    december.unit_id,
    year(december.actual_ends_on) as year,
    june.actual_value as first_half_value,
    december.actual_value as year_value,
    mart.weakest([june.provenance, december.provenance]) as provenance
from mart.actual as december
inner join mart.actual as june
    on december.target_id = june.target_id
    and december.unit_id is not distinct from june.unit_id
    and june.actual_ends_on = make_date(year(december.actual_ends_on), 6, 30)
where
    december.measure_type = 'annual_flow'
    and december.actual_ends_on = december.year_ends_on
    and december.actual_ends_on = december.period_ends_on
    and december.qualifier = 'exact'
    and june.qualifier = 'exact'
