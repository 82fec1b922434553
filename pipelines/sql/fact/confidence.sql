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
    unit_alias.unit_id,
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
left join dim.unit_alias as unit_alias on received.unit_name = unit_alias.alias_name
