-- one row per weight of a target, or role of a unit in a task, that holds on a day on which another one does
with dated as (
    select
        'weights' as _file,
        target_id as subject,
        coalesce(valid_from, date '0001-01-01') as since,
        coalesce(valid_to, date '9999-12-31') as until,
        true as has_days
    from fact.target_weight
    union all
    select
        'responsibilities',
        task_id || ' ' || unit_id,
        coalesce(valid_from, date '0001-01-01'),
        coalesce(valid_to, date '9999-12-31'),
        -- Two names of one unit in one task, without days, are the document's own.
        bool_or(coalesce(valid_from, valid_to) is not null) over (partition by task_id, unit_id)
    from fact.responsibility
)

select
    _file,
    0 as _row,
    subject
from dated
where has_days
qualify max(until) over (
    partition by _file, subject order by since, until rows between unbounded preceding and 1 preceding
) >= since
