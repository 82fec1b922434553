-- one row per change of a target or of a unit's part: what was asked for before it and what is since
with placed as (
    select
        row_number() over (order by target.sort_order, change.unit_id nulls first, change.valid_from nulls first) as row_id,
        target.programme_id,
        target.starts_on,
        target.due_on as entered_due_on,
        target.target_value as entered_value,
        target.target_low as entered_low,
        target.target_high as entered_high,
        target.comparator,
        target.indicator_id,
        target.scope_id,
        target.measure_unit,
        target.level,
        change.*
    from fact.target_change as change
    inner join fact.target as target on change.target_id = target.target_id
)

select
    placed.row_id,
    placed.programme_id,
    placed.target_id,
    placed.unit_id,
    placed.indicator_id,
    placed.scope_id,
    placed.level,
    placed.valid_from,
    placed.change_kind,
    placed.merged_into,
    placed.document_id,
    placed.section,
    placed.phrase,
    placed.reason_zh,
    placed.reason_en,
    placed.comparator,
    placed.measure_unit,
    placed.starts_on,
    indicator.measure_type,
    coalesce(part.provenance, 'policy') as provenance,
    -- A correction from the beginning has nothing before it but the slip itself.
    coalesce(before.target_value, part.target_value, case when placed.unit_id is null then placed.entered_value end)
        as old_target_value,
    coalesce(before.target_low, case when placed.unit_id is null then placed.entered_low end) as old_target_low,
    coalesce(before.target_high, case when placed.unit_id is null then placed.entered_high end) as old_target_high,
    coalesce(before.due_on, placed.entered_due_on) as due_on,
    since.target_value as new_target_value,
    since.target_low as new_target_low,
    since.target_high as new_target_high,
    since.due_on as new_due_on,
    sign(since.target_value - old_target_value) as value_sign,
    sign(since.target_low - old_target_low) as low_sign,
    sign(since.target_high - old_target_high) as high_sign,
    sign(since.due_on - coalesce(before.due_on, placed.entered_due_on)) as due_sign
from placed
inner join dim.indicator as indicator on placed.indicator_id = indicator.indicator_id
inner join fact.target_span as since
    on
        placed.target_id = since.target_id
        and placed.unit_id is not distinct from since.unit_id
        and placed.valid_from is not distinct from since.valid_from
left join fact.target_span as before
    on
        placed.target_id = before.target_id
        and placed.unit_id is not distinct from before.unit_id
        and placed.valid_from = before.valid_to
left join fact.unit_target as part on placed.target_id = part.target_id and placed.unit_id = part.unit_id
