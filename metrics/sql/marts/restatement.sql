-- one row per figure of a past time that a later accepted version or a later import changed: old, new, when, and why
with decided as (
    select
        programme_id,
        period_id,
        subject_id,
        version,
        min(recorded_at) filter (where event in ('accepted', 'locked')) as accepted_at,
        last(reason order by recorded_at, sort_order) filter (where event = 'submitted') as submit_reason
    from fact.report_event
    where kind_id = 'report'
    group by programme_id, period_id, subject_id, version
),

-- Returned versions never were the record: only those that were accepted, in the order of their versions.
accepted as (
    select
        submission.programme_id,
        submission.unit_id,
        submission.period_id,
        submission.submission_id,
        submission.version,
        submission.provenance,
        decided.accepted_at,
        decided.submit_reason,
        lag(submission.submission_id) over versions as earlier_submission_id,
        lag(submission.provenance) over versions as earlier_provenance
    from fact.submission as submission
    inner join decided
        on
            submission.programme_id = decided.programme_id
            and submission.period_id = decided.period_id
            and submission.unit_id = decided.subject_id
            and submission.version = decided.version
    where decided.accepted_at is not null
    window versions as (
        partition by submission.programme_id, submission.unit_id, submission.period_id order by submission.version
    )
),

-- Every figure that either of two versions in succession gives.
paired as (
    select
        accepted.*,
        observation.indicator_id,
        observation.measure_unit
    from accepted
    inner join fact.observation as observation on accepted.submission_id = observation.submission_id
    where accepted.earlier_submission_id is not null
    union
    select
        accepted.*,
        observation.indicator_id,
        observation.measure_unit
    from accepted
    inner join fact.observation as observation on accepted.earlier_submission_id = observation.submission_id
),

-- Published figures, those that stand and those that stood.
published as (
    select *
    from fact.observation
    where provenance = 'published'
    union all by name
    select *
    from past.observation
    where provenance = 'published'
)

select
    paired.programme_id,
    paired.unit_id,
    paired.period_id,
    paired.indicator_id,
    cast(null as varchar) as scope_id,
    earlier.actual_value as old_value,
    later.actual_value as new_value,
    later.actual_value - earlier.actual_value as difference_value,
    paired.measure_unit,
    paired.accepted_at as restated_at,
    paired.earlier_submission_id as old_submission_id,
    paired.submission_id as new_submission_id,
    paired.submit_reason as reason,
    earlier.qualifier as old_qualifier,
    later.qualifier as new_qualifier,
    mart.weakest([paired.earlier_provenance, paired.provenance]) as provenance
from paired
left join fact.observation as earlier
    on paired.earlier_submission_id = earlier.submission_id and paired.indicator_id = earlier.indicator_id
left join fact.observation as later
    on paired.submission_id = later.submission_id and paired.indicator_id = later.indicator_id
where earlier.actual_value is distinct from later.actual_value
union all
select
    null,
    null,
    earlier.period_label,
    later.indicator_id,
    later.scope_id,
    earlier.actual_value,
    later.actual_value,
    later.actual_value - earlier.actual_value,
    later.measure_unit,
    later.recorded_at,
    null,
    null,
    later.source_title,
    earlier.qualifier,
    later.qualifier,
    later.provenance
from published as earlier
inner join published as later
    on earlier.superseded_at = later.recorded_at
    and earlier.indicator_name_zh = later.indicator_name_zh
    and earlier.scope_name = later.scope_name
    and earlier.period_label = later.period_label
    -- A statistic that speaks to two indicators is restated for each.
    and (earlier.indicator_id is null or earlier.indicator_id = later.indicator_id)
where later.indicator_id is not null and earlier.actual_value <> later.actual_value
