-- one row per change that cannot be: a day that is no later, a merger into itself or into what has ended, edges of what is
-- no range, a part that nobody has, or a day after the target was due, unless it is given a later one
select
    change.source_file as _file,
    change.source_row as _row,
    change.target_id,
    change.change_kind
from fact.target_change as change
inner join fact.target as target on change.target_id = target.target_id
left join mart.target_change_input as input
    on
        change.target_id = input.target_id
        and change.unit_id is not distinct from input.unit_id
        and change.valid_from is not distinct from input.valid_from
left join fact.unit_target as part on change.target_id = part.target_id and change.unit_id = part.unit_id
left join fact.target as other on change.merged_into = other.target_id
where
    (change.change_kind = 'postponed' and change.due_on <= input.due_on)
    or change.merged_into = change.target_id
    or other.programme_id <> target.programme_id
    or exists (
        select 1
        from fact.target_change as ended
        where
            ended.target_id = change.merged_into
            and ended.unit_id is null
            and ended.change_kind in ('merged', 'withdrawn')
            and ended.valid_from <= change.valid_from
    )
    or (target.comparator = 'range' and change.target_value is not null and change.unit_id is null)
    or (target.comparator <> 'range' and (change.target_low is not null or change.target_high is not null))
    or input.new_target_low > input.new_target_high
    or change.valid_from > greatest(input.due_on, coalesce(change.due_on, input.due_on))
    or input.new_due_on <= target.starts_on
    or (
        change.unit_id is not null
        and part.target_id is null
        -- Who took over from a unit that has a part may be given one only then.
        and not exists (
            select 1
            from dim.unit_successor as successor
            inner join fact.unit_target as before on successor.unit_id = before.unit_id
            where successor.successor_unit_id = change.unit_id and before.target_id = change.target_id
        )
    )
