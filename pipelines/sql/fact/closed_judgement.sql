-- one row per closing × target × unit: the judgement as it was recorded
select *
from stage.closed_judgement
