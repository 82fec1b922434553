-- one row per rule version in force
select
    rule_version,
    on_track_ratio,
    slightly_behind_ratio
from meta.threshold
