-- one row per target × unit × round of what documents have ever changed: how it stands by the original target. By that,
-- it was met or missed when it first fell due: a round after that changes nothing.
with judged as (
    select
        input.row_id,
        input.target_id,
        input.unit_id,
        input.period_ends_on,
        input.due_on,
        value.status
    from mart.original_input as input
    inner join mart.original_judgement_value as value on input.row_id = value.row_id
),

settled as (
    select distinct on (target_id, unit_id)
        target_id,
        unit_id,
        status
    from judged
    where period_ends_on >= due_on
    order by target_id, unit_id, period_ends_on
)

select
    judged.row_id,
    case when judged.period_ends_on > judged.due_on then coalesce(settled.status, judged.status) else judged.status end
        as original_status
from judged
left join settled on judged.target_id = settled.target_id and judged.unit_id is not distinct from settled.unit_id
