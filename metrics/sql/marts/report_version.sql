-- one row per report version with the state that its last step left it in
select
    submission.submission_id,
    submission.programme_id,
    submission.unit_id,
    submission.period_id,
    submission.version,
    submission.submitted_on,
    submission.is_nil,
    submission.provenance,
    coalesce(last_step.event, 'submitted') as state,
    last_step.reason as last_reason,
    last_step.happened_at as state_since
from fact.submission as submission
left join (
    select
        submission_id,
        arg_max(event, (happened_at, sort_order)) as event,
        arg_max(happened_at, (happened_at, sort_order)) as happened_at,
        last(reason order by happened_at, sort_order) as reason
    from fact.submission_event
    group by submission_id
) as last_step on submission.submission_id = last_step.submission_id
