-- one row per target × unit × round: what is to be judged, with its judgement; a share without meaning is null
select
    input.* exclude (distance_sign),
    mart.weakest([
        input.provenance, input.target_provenance, input.baseline_provenance, input.worst_provenance,
        input.season_provenance
    ]) as judgement_provenance,
    100 * judged.attainment_ratio as attainment_pct,
    judged.attainment_reason,
    100 * judged.plain_ratio as plain_pct,
    judged.start_value,
    judged.plan_value,
    judged.line_value,
    judged.expected_value,
    judged.expected_whole,
    judged.expected_basis,
    judged.elapsed_ratio,
    judged.pace_ratio,
    judged.range_position,
    judged.is_met,
    judged.status,
    judged.status_reason,
    -- A target that has ended is judged by nothing, neither the original nor another.
    case when input.original_due_on is not null and input.ended_kind is null then original.original_status end
        as original_status,
    threshold.rule_version
from mart.attainment_input as input
inner join mart.judgement_value as judged on input.row_id = judged.row_id
left join mart.original_judgement as original on input.row_id = original.row_id
cross join meta.threshold as threshold
order by input.row_id
