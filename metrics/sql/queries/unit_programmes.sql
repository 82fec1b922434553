-- one row per programme in which a unit takes part
select
    programme.programme_id
from dim.programme as programme
where programme.programme_id in (select programme_id from mart.round_responsibility where unit_id = $unit_id)
    or programme.programme_id in (select programme_id from mart.report_round where unit_id = $unit_id)
    or programme.programme_id in (select programme_id from mart.attainment where unit_id = $unit_id)
order by programme.sort_order
