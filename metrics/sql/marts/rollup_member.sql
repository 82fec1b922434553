-- one row per group × target × unit × round: which judgement counts in which roll-up
with grouped as (
    select
        'programme' as group_kind,
        attainment.programme_id,
        cast(null as varchar) as unit_id,
        cast(null as varchar) as target_id,
        attainment.period_id,
        attainment.target_id as member_id,
        attainment.target_id as judged_target_id,
        attainment.unit_id as judged_unit_id
    from mart.attainment as attainment
    where attainment.unit_id is null and attainment.level = 'programme'
    union all
    select
        'unit',
        attainment.programme_id,
        attainment.unit_id,
        null,
        attainment.period_id,
        attainment.target_id,
        attainment.target_id,
        attainment.unit_id
    from mart.attainment as attainment
    where attainment.unit_id is not null
    union all
    select
        'target',
        attainment.programme_id,
        null,
        attainment.target_id,
        attainment.period_id,
        attainment.unit_id,
        attainment.target_id,
        attainment.unit_id
    from mart.attainment as attainment
    where attainment.unit_id is not null
)

select
    grouped.*,
    attainment.status,
    attainment.attainment_pct,
    attainment.actual_value,
    attainment.qualifier,
    attainment.provenance,
    attainment.judgement_provenance,
    attainment.indicator_id,
    attainment.scope_id,
    attainment.measure_type,
    attainment.measure_unit,
    attainment.comparator,
    -- Weights are set for the targets of a programme; nobody has set any within a unit.
    cast(case when grouped.group_kind = 'programme' then target_weight.weight end as double) as weight,
    case when grouped.group_kind = 'programme' then target_weight.provenance end as weight_provenance
from grouped
inner join mart.attainment as attainment
    on grouped.judged_target_id = attainment.target_id
    and grouped.judged_unit_id is not distinct from attainment.unit_id
    and grouped.period_id = attainment.period_id
left join fact.target_weight as target_weight
    on
        grouped.judged_target_id = target_weight.target_id
        and (target_weight.valid_from is null or target_weight.valid_from <= attainment.period_ends_on)
        and (target_weight.valid_to is null or target_weight.valid_to >= attainment.period_ends_on)
order by grouped.group_kind, grouped.programme_id, grouped.unit_id, grouped.target_id, grouped.period_id,
    grouped.member_id
