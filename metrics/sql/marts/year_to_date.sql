-- one row per yearly amount × unit × day within a year: what the year had brought by then, unit_id null for the programme
select
    target_id,
    unit_id,
    actual_ends_on as ends_on,
    actual_value as year_to_date_value,
    provenance
from mart.attainment
where is_year_to_date and qualifier = 'exact' and actual_value is not null
