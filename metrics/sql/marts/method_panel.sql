-- one row per target × unit × round: how many methods judge it, and whether they agree that it is on track
select
    programme_id,
    target_id,
    unit_id,
    period_id,
    count(method_class) as method_count,
    count(*) filter (where method_class = 'on_track') as on_track_count,
    coalesce(
        count(*) filter (where method_class = 'on_track') > 0
        and count(*) filter (where method_class <> 'on_track') > 0,
        false
    ) as methods_disagree,
    coalesce(
        count(distinct method_class = 'on_track') filter (where method in ('linear_pace', 'seasonal_pace')) > 1,
        false
    ) as paces_disagree
from mart.method
group by programme_id, target_id, unit_id, period_id
