-- one row per target × unit of the illustrative breakdown
select
    breakdown.target_id,
    unit_alias.unit_id,
    cast(breakdown.target_value as decimal(24, 6)) as target_value,
    cast(breakdown.baseline_value as decimal(24, 6)) as baseline_value,
    breakdown.measure_unit,
    'sample' as provenance,
    breakdown.note_zh,
    breakdown.note_en
from stage.unit_breakdown as breakdown
inner join dim.unit_alias as unit_alias on breakdown.unit_name = unit_alias.alias_name
