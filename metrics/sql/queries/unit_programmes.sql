-- one row per programme in which a unit takes part
select
    p.programme_id
from dim.programme as p
where p.programme_id in (select programme_id from fact.responsibility where unit_id = $unit_id)
    or p.programme_id in (select programme_id from mart.report_round where unit_id = $unit_id)
    or p.programme_id in (select programme_id from mart.attainment where unit_id = $unit_id)
order by p.sort_order
