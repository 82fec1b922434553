-- one row per judgement of a closed round that definitions, rules or figures of today would change: it stays, both are said
select
    'archive/steps.jsonl' as _file,
    closing.sort_order as _row,
    concat_ws(
        ' ',
        difference.programme_id,
        difference.period_id,
        difference.target_id,
        difference.unit_id,
        difference.difference_kind || ':',
        case
            when difference.is_new then '-'
            else concat_ws(
                ' / ', coalesce(cast(difference.frozen_value as varchar), '?'),
                coalesce(cast(difference.frozen_target_value as varchar), '?'), difference.frozen_status
            )
        end,
        '→',
        case
            when difference.is_gone then '-'
            else concat_ws(
                ' / ', coalesce(cast(difference.new_value as varchar), '?'),
                coalesce(cast(difference.new_target_value as varchar), '?'), difference.new_status
            )
        end
    ) as restated
from mart.judgement_difference as difference
inner join mart.closing as closing on difference.closing_id = closing.closing_id
order by difference.programme_id, difference.period_id, difference.target_id, difference.unit_id nulls first
limit 200
