-- one row per programme × unit × round: whether its report is in, in which state, and how late
with clock as (
    select coalesce(as_of, current_date) as today
    from meta.as_of
),

obliged as (
    select
        programme_id,
        unit_id,
        bool_or(role = 'lead') as is_lead
    from fact.responsibility
    group by programme_id, unit_id
),

versions as (
    select
        programme_id,
        period_id,
        unit_id,
        count(*) as version_count,
        min(submitted_on) as first_submitted_on,
        max(version) as version,
        arg_max(state, version) as state,
        arg_max(is_nil, version) as is_nil,
        arg_max(submission_id, version) as submission_id,
        arg_max(coalesce(last_reason, ''), version) as last_reason,
        arg_max(provenance, version) as provenance
    from mart.report_version
    group by programme_id, period_id, unit_id
),

placed as (
    select
        obliged.programme_id,
        round.period_id,
        obliged.unit_id,
        obliged.is_lead,
        round.due_on,
        coalesce(versions.state, 'missing') as state,
        versions.is_nil,
        versions.version,
        coalesce(versions.version_count, 0) as version_count,
        versions.first_submitted_on as submitted_on,
        -- greatest() passes over a missing day, and a report that never came is not "0 days late".
        case
            when versions.first_submitted_on is not null then greatest(versions.first_submitted_on - round.due_on, 0)
        end as days_late,
        nullif(versions.last_reason, '') as last_reason,
        versions.submission_id,
        versions.provenance,
        bool_or(versions.submission_id is not null) over (partition by obliged.programme_id) as is_collected,
        lag(versions.state is null, 1, false) over (
            partition by obliged.programme_id, obliged.unit_id order by round.sort_order
        ) as was_missing_before
    from obliged
    inner join dim.round as round on obliged.programme_id = round.programme_id
    left join versions
        on obliged.programme_id = versions.programme_id
        and round.period_id = versions.period_id
        and obliged.unit_id = versions.unit_id
)

select
    * exclude (was_missing_before, is_collected, today),
    case
        -- Where no report of a programme was ever handed in here, nobody is called overdue: they may have
        -- reported elsewhere.
        when state = 'missing' and today > due_on and not is_collected then 'not_collected'
        when state = 'missing' and (today - due_on > 30 or (was_missing_before and today > due_on)) then 'overdue_30'
        when state = 'missing' and today > due_on then 'overdue'
        when state = 'missing' and due_on - today <= 10 then 'due_soon'
        when state = 'missing' then 'not_due'
        when days_late > 0 then 'late'
        else 'on_time'
    end as ladder
from placed
cross join clock
