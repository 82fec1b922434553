-- one row per target, of the whole or of a unit, as each publication said it: what holds now and what held before
with wholes as (
    select * from past.target
    union all by name
    select *, cast(null as timestamp) as superseded_at from fact.target
),

parts as (
    select * from past.unit_target
    union all by name
    select *, cast(null as timestamp) as superseded_at from fact.unit_target
),

programmes as (
    select
        target_id,
        any_value(programme_id) as programme_id,
        any_value(indicator_id) as indicator_id
    from wholes
    group by target_id
),

said as (
    select
        target_id,
        programme_id,
        indicator_id,
        cast(null as varchar) as unit_id,
        comparator,
        target_value,
        target_low,
        target_high,
        measure_unit,
        starts_on,
        due_on,
        baseline_value,
        section,
        phrase,
        'policy' as provenance,
        defined_at,
        superseded_at
    from wholes
    union all by name
    select
        parts.target_id,
        programmes.programme_id,
        programmes.indicator_id,
        parts.unit_id,
        parts.target_value,
        parts.measure_unit,
        parts.baseline_value,
        parts.section,
        parts.phrase,
        parts.provenance,
        parts.defined_at,
        parts.superseded_at
    from parts
    left join programmes on parts.target_id = programmes.target_id
)

select
    said.programme_id,
    said.target_id,
    indicator.name_zh as indicator_name_zh,
    indicator.name_en as indicator_name_en,
    said.unit_id,
    unit.unit_name,
    said.comparator,
    said.target_value,
    said.target_low,
    said.target_high,
    said.measure_unit,
    said.starts_on,
    said.due_on,
    said.baseline_value,
    said.section,
    said.phrase,
    said.provenance,
    said.superseded_at is null as is_in_force,
    said.defined_at,
    came.actor as defined_by,
    came.reason as defined_reason,
    said.superseded_at,
    went.actor as superseded_by,
    went.reason as superseded_reason
from said
left join dim.indicator as indicator on said.indicator_id = indicator.indicator_id
left join dim.unit as unit on said.unit_id = unit.unit_id
left join fact.publication as came on said.defined_at = came.recorded_at
left join fact.publication as went on said.superseded_at = went.recorded_at
order by said.programme_id, said.target_id, said.unit_id nulls first, said.defined_at nulls first, said.superseded_at
