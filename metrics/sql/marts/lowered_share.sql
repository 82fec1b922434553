-- one row per programme × round with targets begun: how many of them documents had lowered by its last day, and how many
-- late
with begun as (
    select
        target.programme_id,
        round.period_id,
        period.ends_on,
        target.target_id
    from fact.target as target
    inner join dim.round as round on target.programme_id = round.programme_id
    inner join dim.period as period on round.period_id = period.period_id
    where target.starts_on <= period.ends_on
),

judged as (
    select
        begun.programme_id,
        begun.period_id,
        begun.ends_on,
        begun.target_id,
        coalesce(bool_or(change.change_kind <> 'corrected'), false) as is_changed,
        coalesce(bool_or(change.is_lowered), false) as is_lowered,
        coalesce(bool_or(change.is_lowered_late), false) as is_lowered_late
    from begun
    left join mart.target_change as change
        on begun.target_id = change.target_id and change.unit_id is null and change.valid_from <= begun.ends_on
    group by begun.programme_id, begun.period_id, begun.ends_on, begun.target_id
)

select
    programme_id,
    period_id,
    ends_on as period_ends_on,
    count(*) as target_count,
    count(*) filter (where is_changed) as changed_count,
    count(*) filter (where is_lowered) as lowered_count,
    count(*) filter (where is_lowered_late) as lowered_late_count,
    100.0 * count(*) filter (where is_lowered_late) / count(*) as lowered_late_pct,
    string_agg(target_id, ';' order by target_id) filter (where is_lowered_late) as lowered_late_ids
from judged
group by programme_id, period_id, ends_on
