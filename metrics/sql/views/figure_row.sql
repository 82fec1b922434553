-- one row per target × unit × round × source row behind its actual, unit_id null for the programme's own figure
with judged as (
    select
        attainment.*,
        judged_round.judged_period_id
    from mart.attainment as attainment
    inner join mart.judged_round as judged_round
        on attainment.target_id = judged_round.target_id and attainment.period_id = judged_round.period_id
),

published as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        'published' as row_kind,
        cast(null as varchar) as row_unit_id,
        observation.observation_id
    from judged
    inner join mart.published_actual as published_actual
        on judged.target_id = published_actual.target_id and judged.judged_period_id = published_actual.period_id
    inner join fact.observation as observation on published_actual.observation_id = observation.observation_id
    where judged.unit_id is null and judged.provenance = 'published'
),

-- The reports of units: for a part its own, for a sum those of every part.
wanted as (
    select
        judged.target_id,
        judged.unit_id,
        judged.period_id,
        judged.indicator_id,
        judged.comparator,
        part.unit_id as row_unit_id,
        part.actual_value is null as is_missing,
        case when part.actual_value is null then part.ends_on else part.actual_ends_on end as until_on
    from judged
    inner join mart.part_actual as part
        on judged.target_id = part.target_id
        and judged.judged_period_id = part.period_id
        and (judged.unit_id = part.unit_id or (judged.unit_id is null and judged.part_count > 0))
    where part.actual_value is not null or (part.floor_value is not null and judged.unit_id is null)
),

reported as (
    select
        wanted.target_id,
        wanted.unit_id,
        wanted.period_id,
        case when wanted.is_missing then 'last_known' else 'reported' end as row_kind,
        wanted.row_unit_id,
        observation.observation_id
    from wanted
    inner join mart.accepted_report as report on wanted.row_unit_id = report.unit_id
    inner join fact.observation as observation
        on report.submission_id = observation.submission_id
        and wanted.indicator_id = observation.indicator_id
        and observation.period_ends_on <= wanted.until_on
    -- A yearly floor rests on every year so far, any other figure on the latest report.
    qualify
        (wanted.comparator = 'annual_floor' and month(observation.period_ends_on) = 12)
        or (
            wanted.comparator <> 'annual_floor'
            and row_number() over (
                partition by wanted.target_id, wanted.unit_id, wanted.period_id, wanted.row_unit_id
                order by observation.period_ends_on desc
            ) = 1
        )
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
        on judged.indicator_id = register.indicator_id and judged.judged_period_id = register.period_id
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
) as source
inner join fact.observation as observation on source.observation_id = observation.observation_id
left join dim.unit as unit on source.row_unit_id = unit.unit_id
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
