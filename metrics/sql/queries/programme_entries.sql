-- one row per programme: how much is declared for it, and who published it last; empty where that is not recorded
select
    programme.programme_id,
    (select count(*) from fact.target as target where target.programme_id = programme.programme_id) as target_count,
    (select count(*) from fact.task as task where task.programme_id = programme.programme_id) as task_count,
    (
        select count(distinct duty.unit_id) from fact.responsibility as duty
        where duty.programme_id = programme.programme_id
    ) as unit_count,
    last_one.recorded_at as published_at,
    last_one.actor as published_by,
    last_one.reason as published_reason,
    last_one.channel as published_channel
from dim.programme as programme
left join (
    select
        unnest(programme_ids) as programme_id,
        recorded_at,
        actor,
        reason,
        channel
    from fact.publication
    qualify row_number() over (partition by programme_id order by recorded_at desc) = 1
) as last_one using (programme_id)
order by programme.sort_order
