-- one row per programme × unit × round: whether its report is in, in which state, how late, and what was done about it
with clock as (
    select today
    from meta.as_of
),

versions as (
    select
        programme_id,
        period_id,
        unit_id,
        count(*) as version_count,
        arg_min(submitted_on, version) as first_submitted_on,
        min(received_on) as first_received_on,
        arg_max(is_nil, version) as is_nil,
        arg_max(submission_id, version) as submission_id,
        arg_max(coalesce(last_reason, ''), version) as last_reason,
        arg_max(coalesce(accepted_by, ''), version) as accepted_by,
        arg_max(is_automatic, version) as is_automatic,
        arg_max(provenance, version) as provenance,
        arg_max(missing_item_count, version) as missing_item_count,
        arg_max(coalesce(missing_items_zh, ''), version) as missing_items_zh,
        arg_max(coalesce(missing_items_en, ''), version) as missing_items_en,
        cast(sum(returned_count) as integer) as returned_count,
        min(version) filter (where was_locked) as first_locked_version
    from mart.report_version
    group by programme_id, period_id, unit_id
),

-- What came last speaks, also where the checks kept it out; of sample reports no receipts are kept.
arrivals as (
    select
        programme_id,
        period_id,
        unit_id,
        arg_max(error_count + warning_count, sort_order) as finding_count
    from fact.arrival
    group by programme_id, period_id, unit_id
),

evidence as (
    select
        programme_id,
        period_id,
        unit_id,
        count(*) as task_count,
        count(evidence) as evidence_count
    from mart.task_progress
    group by programme_id, period_id, unit_id
),

standing as (
    select * exclude (subject_id), subject_id as unit_id
    from mart.report_standing
    where kind_id = 'report'
),

contacts as (
    select
        programme_id,
        period_id,
        unit_id,
        max(recorded_at) as last_contact_at,
        arg_max(actor, recorded_at) as last_contact_by,
        arg_max(step, recorded_at) as last_contact_kind
    from fact.round_step
    where step in ('contact', 'remind')
    group by programme_id, period_id, unit_id
),

-- An officer's word on when a report came in, such as on paper before its file did.
receipts as (
    select
        programme_id,
        period_id,
        unit_id,
        arg_max(received_on, (recorded_at, sort_order)) as received_on,
        arg_max(actor, (recorded_at, sort_order)) as actor,
        arg_max(reason, (recorded_at, sort_order)) as reason
    from fact.round_step
    where step = 'receipt_day'
    group by programme_id, period_id, unit_id
),

placed as (
    select
        obliged.programme_id,
        round.period_id,
        obliged.unit_id,
        obliged.is_lead,
        obliged.is_owed,
        round.due_on,
        coalesce(standing.state, 'missing') as state,
        versions.is_nil,
        standing.version,
        coalesce(versions.version_count, 0) as version_count,
        standing.counted_version,
        versions.first_submitted_on as submitted_on,
        case when standing.version is not null then coalesce(receipts.received_on, versions.first_received_on) end
            as received_on,
        case when standing.version is not null then receipts.actor end as receipt_day_by,
        case when standing.version is not null then receipts.reason end as receipt_day_reason,
        -- greatest() passes over a missing day, and a report that never came is not "0 days late"; what fell due before
        -- reports were collected here is not late either.
        case
            when
                standing.version is not null
                and round.is_open
                and (versions.provenance = 'sample' or round.due_on >= collection.since_on)
                then if(
                    coalesce(receipts.received_on, versions.first_received_on) > round.in_time_until,
                    coalesce(receipts.received_on, versions.first_received_on) - round.due_on,
                    0
                )
        end as days_late,
        coalesce(versions.returned_count, 0) as returned_count,
        nullif(versions.last_reason, '') as last_reason,
        nullif(versions.accepted_by, '') as accepted_by,
        coalesce(versions.is_automatic, false) as is_automatic,
        coalesce(standing.version > versions.first_locked_version, false) as is_correction,
        coalesce(standing.is_closed, false) as is_closed,
        case when versions.provenance is distinct from 'sample' then arrivals.finding_count end as finding_count,
        -- Of the latest version: whether it speaks of all that was asked; a report that never came is neither.
        versions.missing_item_count = 0 as is_complete,
        versions.missing_item_count,
        nullif(versions.missing_items_zh, '') as missing_items_zh,
        nullif(versions.missing_items_en, '') as missing_items_en,
        coalesce(evidence.task_count, 0) as task_count,
        coalesce(evidence.evidence_count, 0) as evidence_count,
        contacts.last_contact_at,
        contacts.last_contact_by,
        contacts.last_contact_kind,
        versions.submission_id,
        versions.provenance,
        mart.weakest(list(versions.provenance) filter (where obliged.is_owed) over whole) as leads_provenance,
        collection.since_on as collected_since,
        round.is_open,
        round.in_time_until,
        round.is_open and coalesce(round.due_on >= collection.since_on, false) as is_collected,
        lag(standing.version is null and round.is_open and round.due_on >= collection.since_on, 1, false) over (
            partition by obliged.programme_id, obliged.unit_id order by round.sort_order
        ) as was_missing_before
    from mart.obliged_unit as obliged
    inner join mart.round as round using (programme_id, period_id)
    left join versions using (programme_id, period_id, unit_id)
    left join arrivals using (programme_id, period_id, unit_id)
    left join evidence using (programme_id, period_id, unit_id)
    left join standing using (programme_id, period_id, unit_id)
    left join contacts using (programme_id, period_id, unit_id)
    left join receipts using (programme_id, period_id, unit_id)
    left join mart.collection as collection using (programme_id)
    window whole as (partition by obliged.programme_id, round.period_id)
)

select
    * exclude (was_missing_before, in_time_until, today),
    case
        when version is not null and days_late is not null
            then case when days_late > 0 then 'late' else 'on_time' end
        -- Of a time before reports were collected here nobody is called late or overdue: they may have reported
        -- elsewhere.
        when not is_open then 'not_opened'
        when version is not null then 'not_collected'
        when not is_collected and (today > due_on or collected_since is not null) then 'not_collected'
        when today - in_time_until > 30 or (was_missing_before and today > in_time_until) then 'overdue_30'
        when today > in_time_until then 'overdue'
        when due_on - today <= 10 then 'due_soon'
        else 'not_due'
    end as ladder
from placed
cross join clock
