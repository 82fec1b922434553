-- one row per target × unit × round: how many methods judge it, and whether they agree that it is on track
with counted as (
    select
        row_id,
        count(method_class) as method_count,
        count(*) filter (where method_class = 'on_track') as on_track_count,
        count(distinct method_class = 'on_track') filter (where method in ('linear_pace', 'seasonal_pace'))
            as pace_verdict_count,
        mart.weakest(list(provenance)) as provenance
    from mart.method
    group by row_id
)

select
    input.programme_id,
    input.target_id,
    input.unit_id,
    input.period_id,
    counted.row_id,
    counted.method_count,
    counted.on_track_count,
    counted.on_track_count > 0 and counted.on_track_count < counted.method_count as methods_disagree,
    counted.pace_verdict_count > 1 as paces_disagree,
    counted.provenance
from counted
inner join mart.method_input as input on counted.row_id = input.row_id
