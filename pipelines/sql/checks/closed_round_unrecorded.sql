-- one row per closed round without a record of what was judged that may be shown: it is judged anew like an open one
select
    'archive/steps.jsonl' as _file,
    sort_order as _row,
    concat_ws(' ', programme_id, period_id, note) as unrecorded
from mart.closing
where closing_id is null
order by programme_id, period_id
