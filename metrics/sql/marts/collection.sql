-- one row per programme: the first day whose rounds are expected here, and what says so; none, where nothing came
with received as (
    select
        submission.programme_id,
        -- Whoever reports on an earlier round afterwards makes nobody else late for it.
        arg_min(period.starts_on, submission.recorded_at) filter (where submission.provenance <> 'sample') as real_on,
        min(period.starts_on) filter (where submission.provenance = 'sample') as sample_on
    from fact.submission as submission
    inner join dim.period as period on submission.period_id = period.period_id
    group by submission.programme_id
)

select
    coalesce(programme.programme_id, received.programme_id) as programme_id,
    coalesce(programme.collected_since, least(received.real_on, received.sample_on)) as since_on,
    case
        when programme.collected_since is not null then 'declared'
        when received.sample_on <= coalesce(received.real_on, received.sample_on) then 'sample'
        when received.real_on is not null then 'first_report'
    end as basis
from dim.programme as programme
full join received on programme.programme_id = received.programme_id
