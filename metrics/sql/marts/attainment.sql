-- one row per target × unit × round: as it is judged now or, where the round is closed with a record, as the record has it
with shown as (
    select
        now.* exclude (row_id),
        false as is_frozen
    from mart.judged_now as now
    where not exists (
        select 1
        from mart.closing as closing
        where
            closing.closing_id is not null
            and closing.programme_id = now.programme_id
            and closing.period_id = now.period_id
    )
    union all by name
    select
        *,
        true as is_frozen
    from mart.recorded_judgement
)

select
    row_number() over (order by target_id, unit_id nulls first, period_ends_on) as row_id,
    *
from shown
order by row_id
