-- one row: the build in force
select
    build_id,
    built_at,
    inputs_hash,
    has_sample,
    row_count,
    time_zone,
    (select year_begins from dim.office) as year_begins,
    queries_hash,
    declared_hash,
    code_hash
from meta.build
