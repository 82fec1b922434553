-- one row: the office that the build is of
select
    name_zh,
    name_en,
    languages,
    time_zone,
    currency,
    year_begins,
    samples,
    acceptance,
    letter
from dim.office
