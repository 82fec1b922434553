-- one row: the pace limits by which a programme was judged in one round, those of its own with what says so
select
    coalesce(judged.rule_version, threshold.rule_version) as rule_version,
    coalesce(judged.on_track_ratio, threshold.on_track_ratio) as on_track_ratio,
    coalesce(judged.slightly_behind_ratio, threshold.slightly_behind_ratio) as slightly_behind_ratio,
    judged.limits_source_zh as source_zh,
    judged.limits_source_en as source_en
from meta.threshold as threshold
left join (
    select
        rule_version,
        on_track_ratio,
        slightly_behind_ratio,
        limits_source_zh,
        limits_source_en
    from mart.attainment
    where programme_id = $programme_id and period_id = $period_id
    limit 1
) as judged on true
