-- one row per report version with the state that its last step left it in
select
    submission.submission_id,
    submission.programme_id,
    submission.unit_id,
    submission.period_id,
    submission.version,
    submission.submitted_on,
    -- Of a sample, which has no receipt, its own date.
    coalesce(submission.received_on, submission.submitted_on) as received_on,
    submission.is_nil,
    submission.provenance,
    standing.state,
    -- Its figures count, unless a later version's do.
    standing.is_counted,
    -- Once it is sent back, nobody's acceptance stands by it any more.
    case when not standing.is_sent_back then last_step.accepted_by end as accepted_by,
    coalesce(last_step.is_automatic and not standing.is_sent_back, false) as is_automatic,
    coalesce(last_step.returned_count, 0) as returned_count,
    coalesce(last_step.was_locked, false) as was_locked,
    last_step.return_reason as last_reason,
    last_step.happened_at as state_since,
    coalesce(left_out.item_count, 0) as missing_item_count,
    left_out.items_zh as missing_items_zh,
    left_out.items_en as missing_items_en
from fact.submission as submission
inner join mart.version_standing as standing
    on
        standing.kind_id = 'report'
        and submission.programme_id = standing.programme_id
        and submission.period_id = standing.period_id
        and submission.unit_id = standing.subject_id
        and submission.version = standing.version
left join (
    select
        programme_id,
        period_id,
        subject_id,
        version,
        max(recorded_at) as happened_at,
        -- What is said on acceptance or reopening is for the office's own journal.
        last(reason order by recorded_at, sort_order) filter (where event = 'returned') as return_reason,
        last(actor order by recorded_at, sort_order) filter (where event = 'accepted') as accepted_by,
        -- Nobody's name stands by what the checks accept.
        last(actor is null order by recorded_at, sort_order) filter (where event = 'accepted') as is_automatic,
        count(*) filter (where event = 'returned') as returned_count,
        bool_or(event = 'locked') as was_locked
    from fact.report_event
    where kind_id = 'report'
    group by programme_id, period_id, subject_id, version
) as last_step
    on
        submission.programme_id = last_step.programme_id
        and submission.period_id = last_step.period_id
        and submission.unit_id = last_step.subject_id
        and submission.version = last_step.version
left join (
    select
        submission_id,
        count(*) as item_count,
        string_agg(name_zh, '；' order by item_kind desc, sort_order, item_id) as items_zh,
        string_agg(name_en, '; ' order by item_kind desc, sort_order, item_id) as items_en
    from mart.left_out_item
    group by submission_id
) as left_out on submission.submission_id = left_out.submission_id
