-- one row per closing of a round by name: when, by whom, and the record of what was judged, if one was made and may be shown
select
    closing.closing_id,
    closing.programme_id,
    closing.period_id,
    closing.actor,
    closing.rule_version,
    closing.thresholds,
    closing.definitions_sha256,
    cast(closing.judgement_count as integer) as judgement_count,
    closing.note,
    cast(closing.sort_order as integer) as sort_order,
    cast(closing.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.closing as closing
