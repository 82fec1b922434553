-- one row per thing that happened in a round: a file came, a version was decided, the round was closed, a unit was called
with versions as (
    select
        submission.programme_id,
        submission.period_id,
        submission.unit_id,
        submission.version,
        event.event,
        event.actor,
        event.event = 'accepted' and event.actor is null as is_automatic,
        event.reason,
        cast(null as date) as received_on,
        submission.provenance,
        event.recorded_at,
        event.sort_order
    from fact.report_event as event
    inner join fact.submission as submission
        on
            event.programme_id = submission.programme_id
            and event.period_id = submission.period_id
            and event.subject_id = submission.unit_id
            and event.version = submission.version
    where event.kind_id = 'report' and event.event in ('submitted', 'accepted', 'returned')
),

kept_out as (
    select
        programme_id,
        period_id,
        unit_id,
        version,
        'refused' as event,
        sent_by as actor,
        true as is_automatic,
        null as reason,
        cast(null as date) as received_on,
        'reported' as provenance,
        recorded_at,
        sort_order
    from fact.arrival
    where verdict = 'refused' and programme_id is not null and period_id is not null
),

steps as (
    select
        programme_id,
        period_id,
        unit_id,
        version,
        case step
            when 'close' then 'closed'
            when 'reopen' then 'reopened'
            when 'contact' then 'contacted'
            when 'remind' then 'reminded'
            when 'receipt_day' then 'receipt_day'
            when 'open' then 'opened'
            when 'due' then 'due_moved'
            when 'end' then 'ended'
        end as event,
        actor,
        false as is_automatic,
        reason,
        coalesce(received_on, due_on) as received_on,
        provenance,
        recorded_at,
        -- Behind what happened to versions at the same moment.
        2000000 + sort_order as sort_order
    from fact.round_step
    where step in ('close', 'reopen', 'contact', 'remind', 'receipt_day', 'open', 'due', 'end')
)

select * from versions
union all
select * from kept_out
union all
select * from steps
