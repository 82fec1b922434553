-- one row per person or office to call at a unit on a day
select
    unit_id,
    contact_name,
    telephone,
    mail
from dim.contact
where
    coalesce(from_day, date '0001-01-01') <= $day
    and $day <= coalesce(to_day, date '9999-12-31')
order by unit_id, sort_order
