-- one row per flow × unit × full calendar year: what its first half and the whole year brought
with counted as (
    select
        december.target_id,
        december.unit_id,
        year(december.ends_on) as year,
        june.actual_value - before.actual_value as first_half_value,
        december.actual_value - before.actual_value as year_value,
        mart.weakest([december.provenance, june.provenance, before.provenance]) as provenance
    from mart.level as december
    inner join mart.level as june
        on december.target_id = june.target_id
        and december.unit_id is not distinct from june.unit_id
        and june.ends_on = make_date(year(december.ends_on), 6, 30)
    inner join mart.level as before
        on december.target_id = before.target_id
        and december.unit_id is not distinct from before.unit_id
        and before.ends_on = make_date(year(december.ends_on) - 1, 12, 31)
    where december.measure_type = 'cumulative' and strftime(december.ends_on, '%m-%d') = '12-31'
)

select * from counted
union all
select * from mart.first_half
