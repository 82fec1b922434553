-- one row per target × round of its programme × unit that carries a part of it then: its own, with those that it took over
select
    member.target_id,
    member.period_id,
    member.unit_id,
    sum(part.target_value) as target_value,
    case when count(*) = count(part.baseline_value) then sum(part.baseline_value) end as baseline_value,
    any_value(part.measure_unit) as measure_unit,
    mart.weakest(list(part.provenance)) as provenance,
    string_agg(part.unit_id, ';' order by part.unit_id) filter (where part.unit_id <> member.unit_id)
        as taken_over_from
from fact.part_member as member
inner join fact.unit_target as part
    on member.target_id = part.target_id and member.member_unit_id = part.unit_id
group by member.target_id, member.period_id, member.unit_id
