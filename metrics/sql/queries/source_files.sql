-- one row per file that the build was made from
select
    path,
    sha256,
    byte_count,
    provenance
from meta.source_file
order by provenance = 'sample', path
