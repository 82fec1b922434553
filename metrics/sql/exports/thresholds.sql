-- one row: the limits by which every status and class was judged, with their version
select
    rule_version,
    valid_from,
    on_track_ratio,
    slightly_behind_ratio,
    growth_on_track_ratio,
    growth_acceleration_ratio
from meta.threshold
