-- one row: how many findings the build holds
select count(*) as finding_count
from quality.finding
