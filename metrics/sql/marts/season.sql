-- one row per flow × unit × full year × round within it: what the year had brought by then, and in all
with counted as (
    select
        whole.target_id,
        whole.unit_id,
        mart.office_year(whole.ends_on) as year,
        part.ends_on as part_ends_on,
        part.actual_value - before.actual_value as part_value,
        whole.actual_value - before.actual_value as year_value,
        mart.weakest([whole.provenance, part.provenance, before.provenance]) as provenance
    from mart.level as whole
    inner join mart.level as part
        on whole.target_id = part.target_id
        and whole.unit_id is not distinct from part.unit_id
        and part.ends_on < whole.ends_on
        and mart.year_end(part.ends_on) = whole.ends_on
    inner join mart.level as before
        on whole.target_id = before.target_id
        and whole.unit_id is not distinct from before.unit_id
        and before.ends_on = mart.year_start(whole.ends_on) - 1
    where whole.measure_type = 'cumulative' and whole.ends_on = mart.year_end(whole.ends_on)
)

select * from counted
union all
select * from mart.year_part
