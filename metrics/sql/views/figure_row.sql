-- one row per target × unit × round × source row behind its actual, unit_id null for the programme's own figure
with judged as (
    select attainment.*
    from mart.attainment as attainment
),

published as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        'published' as row_kind,
        cast(null as varchar) as row_unit_id,
        published_actual.observation_id
    from judged
    inner join mart.published_actual as published_actual
        on judged.target_id = published_actual.target_id and judged.period_id = published_actual.period_id
    where judged.unit_id is null and judged.provenance = 'published'
),

-- The reports of units: of a part its own, of the whole those of every unit that goes into it.
reported as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        case when part.actual_value is null then 'last_known' else 'reported' end as row_kind,
        part.unit_id as row_unit_id,
        part.observation_id
    from judged
    inner join mart.part_actual as part
        on judged.target_id = part.target_id
        and judged.period_id = part.period_id
        and judged.unit_id = part.unit_id
    where part.actual_value is not null
    union all
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        case when part.actual_value is null then 'last_known' else 'reported' end,
        part.unit_id,
        part.observation_id
    from judged
    inner join mart.counted_part as part on judged.target_id = part.target_id and judged.period_id = part.period_id
    where judged.unit_id is null and judged.provenance in ('reported', 'sample') and part.observation_id is not null
),

-- A yearly floor rests on every whole year so far.
earlier as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        'earlier_year' as row_kind,
        row.row_unit_id,
        row.observation_id
    from judged
    inner join mart.attainment as year
        on judged.target_id = year.target_id
        and judged.unit_id is not distinct from year.unit_id
        and judged.period_ends_on > year.period_ends_on
        and not year.is_year_to_date
    inner join (select * from published union all select * from reported) as row
        on year.target_id = row.target_id
        and year.unit_id is not distinct from row.unit_id
        and year.period_id = row.period_id
    where judged.comparator = 'annual_floor'
),

counted as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        centre.centre_id,
        centre.centre_name,
        centre.provenance
    from judged
    inner join mart.register_count as register
        on judged.indicator_id = register.indicator_id and judged.period_id = register.period_id
    inner join fact.centre as centre
        on centre.programme_id = register.programme_id
        and centre.provenance = register.provenance
        and centre.started_on <= register.ends_on
        and register.indicator_id
        = case centre.centre_type when '综合性' then 'comprehensive-centres' when '专业性' then 'specialised-centres' end
    where judged.unit_id is null and judged.provenance <> 'published'
)

select
    source.target_id,
    source.unit_id,
    source.period_id,
    source.row_kind,
    source.row_unit_id,
    source.observation_id as row_id,
    observation.period_label as row_period_label,
    observation.actual_value as row_value,
    observation.measure_unit,
    parts.numerator_value,
    parts.denominator_value,
    observation.qualifier,
    observation.provenance,
    observation.issuer as row_name,
    unit.unit_name_en as row_name_en,
    observation.source_title,
    observation.source_file,
    observation.source_row,
    observation.submission_id,
    observation.indicator_id as row_indicator_id
from (
    select * from published
    union all
    select * from reported
    union all
    select * from earlier
) as source
inner join fact.observation as observation on source.observation_id = observation.observation_id
left join dim.unit_round as unit on source.row_unit_id = unit.unit_id and observation.period_id = unit.period_id
left join fact.indicator_report as parts
    on observation.submission_id = parts.submission_id and observation.source_row = parts.source_row
union all
select
    target_id,
    unit_id,
    period_id,
    'counted',
    null,
    centre_id,
    null,
    1,
    '家',
    null,
    null,
    'exact',
    provenance,
    centre_name,
    null,
    null,
    null,
    null,
    null,
    null
from counted
