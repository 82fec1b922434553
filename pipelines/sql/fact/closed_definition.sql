-- one row per closing × table: the definitions that its round was judged by, packed as text
select
    definition.closing_id,
    definition.table_name,
    definition.content,
    cast(definition.recorded_at as timestamptz) at time zone 'UTC' as recorded_at
from stage.closed_definition as definition
