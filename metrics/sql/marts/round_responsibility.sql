-- one row per task × unit × round of its programme: who answers for it then, itself or for one that is gone; without rounds period_id is null
with held as (
    select
        responsibility.* exclude (unit_id),
        round.period_id,
        responsibility.unit_id as named_unit_id,
        case when round.period_id is null then responsibility.unit_id else heir.heir_unit_id end as unit_id,
        case responsibility.role when 'lead' then 1 when 'carries_out' then 2 else 3 end as role_order
    from fact.responsibility as responsibility
    left join dim.round as round on responsibility.programme_id = round.programme_id
    left join dim.period as period on round.period_id = period.period_id
    left join dim.unit_heir as heir
        on responsibility.unit_id = heir.unit_id and round.period_id = heir.period_id
    where
        period.ends_on is null
        or (
            (responsibility.valid_from is null or responsibility.valid_from <= period.ends_on)
            and (responsibility.valid_to is null or responsibility.valid_to >= period.ends_on)
        )
)

select
    programme_id,
    period_id,
    task_id,
    unit_id,
    min(seat) as seat,
    arg_min(role, role_order) as role,
    bool_or(owes_report) as owes_report,
    -- Of a unit's own seat, before that of one whose place it took.
    arg_min(is_ambiguous, (named_unit_id <> unit_id, seat)) as is_ambiguous,
    arg_min(coalesce(note_zh, ''), (named_unit_id <> unit_id, seat)) as note_zh,
    arg_min(coalesce(note_en, ''), (named_unit_id <> unit_id, seat)) as note_en
from held
where unit_id is not null
group by programme_id, period_id, task_id, unit_id
