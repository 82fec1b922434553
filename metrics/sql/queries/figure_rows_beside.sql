-- one row per source row that figures of a target × unit × round use beside the actual's: parts, baselines, earlier figures
with judged as (
    select
        attainment.target_id,
        attainment.unit_id,
        attainment.period_id,
        attainment.period_ends_on,
        attainment.provenance,
        attainment.measure_unit,
        attainment.baseline_value is not null and target.baseline_value is null as has_summed_baseline
    from mart.attainment as attainment
    inner join fact.target as target on attainment.target_id = target.target_id
    where
        ($target_id is null or attainment.target_id = $target_id)
        and ($period_id is null or attainment.period_id = $period_id)
        and ($unit_id is null or coalesce(attainment.unit_id, '') = $unit_id)
),

earlier as (
    select distinct
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        'earlier' as row_kind,
        source.* exclude (target_id, unit_id, period_id, row_kind)
    from judged
    inner join mart.attainment as before
        on judged.target_id = before.target_id
        and judged.unit_id is not distinct from before.unit_id
        and judged.period_ends_on > before.period_ends_on
    inner join mart.figure_row as source
        on before.target_id = source.target_id
        and before.unit_id is not distinct from source.unit_id
        and before.period_id = source.period_id
),

published as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        'earlier' as row_kind,
        cast(null as varchar) as row_unit_id,
        observation.observation_id as row_id,
        observation.period_label as row_period_label,
        observation.actual_value as row_value,
        observation.measure_unit,
        observation.qualifier,
        observation.provenance,
        observation.issuer as row_name,
        cast(null as varchar) as row_name_en,
        observation.source_title,
        observation.source_file,
        observation.source_row,
        observation.submission_id,
        observation.indicator_id as row_indicator_id
    from judged
    inner join mart.forecast_point as point
        on judged.target_id = point.target_id
        and judged.unit_id is not distinct from point.unit_id
        and judged.period_ends_on >= point.point_on
    inner join fact.observation as observation on point.observation_id = observation.observation_id
    where judged.provenance = 'published'
),

-- The breakdown: a unit's own part, and the parts whose baselines make that of the whole.
stated as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        unnest(['target', 'baseline']) as row_kind,
        unit_target.unit_id as row_unit_id,
        unnest([
            case when judged.unit_id is not null then unit_target.target_value end, unit_target.baseline_value
        ]) as row_value,
        unit_target.measure_unit,
        'exact' as qualifier,
        unit_target.provenance,
        unit.unit_name as row_name,
        unit.unit_name_en as row_name_en,
        unit_target.document_title as source_title,
        unit_target.source_file,
        unit_target.source_row
    from judged
    inner join fact.unit_target as unit_target
        on judged.target_id = unit_target.target_id
        and (
            judged.unit_id = unit_target.unit_id
            or (judged.unit_id is null and judged.has_summed_baseline)
            -- What a unit took over from others is in its part.
            or (judged.target_id, judged.period_id, judged.unit_id, unit_target.unit_id)
            in (select target_id, period_id, unit_id, member_unit_id from fact.part_member)
        )
    left join dim.unit_round as unit on unit_target.unit_id = unit.unit_id and judged.period_id = unit.period_id
)

select * from stated
where row_value is not null
union all by name
select * from earlier
union all by name
select distinct * from published
order by target_id, unit_id nulls first, period_id, row_kind desc, row_period_label, source_file, source_row, row_id
