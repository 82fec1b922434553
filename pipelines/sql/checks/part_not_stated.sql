-- one row per target × unit that took over from another, whose part after it does not follow from the parts before
select
    min(part.source_file) as _file,
    min(part.source_row) as _row,
    open_part.target_id || ' ' || unit.unit_name || ' ' || min(open_part.period_id) as part_place
from fact.open_part as open_part
inner join fact.target as target on open_part.target_id = target.target_id
inner join dim.period as period on open_part.period_id = period.period_id
inner join dim.unit as unit on open_part.unit_id = unit.unit_id
inner join fact.unit_target as part on open_part.target_id = part.target_id
where
    period.ends_on >= target.starts_on
    and period.starts_on <= target.due_on
    and not exists (
        select 1
        from fact.target_change as change
        where
            change.target_id = open_part.target_id
            and change.unit_id = open_part.unit_id
            and change.target_value is not null
            and change.valid_from <= period.ends_on
    )
group by open_part.target_id, unit.unit_name
