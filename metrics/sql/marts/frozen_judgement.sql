-- one row per target × unit × closed round: the judgement that was recorded when the round was last closed
select frozen.*
from fact.closed_judgement as frozen
inner join mart.closing as closing on frozen.closing_id = closing.closing_id
