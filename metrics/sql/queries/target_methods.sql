-- one row per method of a target's programme-level judgement in one round
select
    method,
    method_value,
    method_class,
    reason
from mart.method
where target_id = $target_id
    and period_id = $period_id
    and unit_id is null
order by case method when 'linear_pace' then 1 when 'seasonal_pace' then 2 else 3 end
