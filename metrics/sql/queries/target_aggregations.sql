-- one row per target: how the figures of units make one of the whole
select
    target.target_id,
    indicator.aggregation
from fact.target as target
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
