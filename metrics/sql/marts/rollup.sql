-- one row per programme, unit or target × round: its members by status and, where all are weighted, their average
with class as (
    select
        group_kind,
        programme_id,
        unit_id,
        target_id,
        period_id,
        mart.weakest(list(judgement_provenance)) as provenance,
        mart.weakest(list(weight_provenance)) as weight_provenance
    from mart.rollup_member
    group by group_kind, programme_id, unit_id, target_id, period_id
)

select
    total.*,
    class.provenance,
    coalesce(class.provenance = 'sample', false) as has_sample,
    case when total.average_reason is null then class.weight_provenance end as weight_provenance,
    case when total.average_reason is null then mart.weakest([class.provenance, class.weight_provenance]) end
        as average_provenance,
    sentence.zh as sentence_zh,
    sentence.en as sentence_en
from mart.rollup_value as total
inner join class
    on total.group_kind = class.group_kind
    and total.programme_id = class.programme_id
    and total.unit_id is not distinct from class.unit_id
    and total.target_id is not distinct from class.target_id
    and total.period_id = class.period_id
left join meta.sentence as sentence on 'rollup.' || total.average_reason = sentence.code
order by total.group_kind, total.programme_id, total.unit_id, total.target_id, total.period_id
