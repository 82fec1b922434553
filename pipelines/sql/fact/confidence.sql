-- one row per rating of a target's delivery: who rated it, when, why, and whether independent of the unit
with received as (
    select
        *,
        'reported' as provenance
    from stage.confidence
    union all
    select
        *,
        'sample' as provenance
    from stage.sample_confidence
)

select
    received.programme_id,
    received.target_id,
    bearer.unit_id,
    received.period_id,
    received.rating,
    received.rater,
    cast(received.rated_on as date) as rated_on,
    cast(received.rated_on as timestamptz) at time zone 'UTC' as recorded_at,
    received.reason,
    received.is_independent in ('true', '是') as is_independent,
    received.provenance,
    received._file as source_file,
    received._row as source_row
from received
left join dim.period as period on received.period_id = period.period_id
left join dim.unit_bearer as bearer
    on received.unit_name = bearer.alias_name
    and coalesce(period.ends_on, date '9999-12-31') between bearer.taken_from and bearer.taken_until
