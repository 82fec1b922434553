-- one row per rating of a target, or of a unit's part of it, in one round: the widest gap to the figures first
select
    rating.target_id,
    indicator.name_zh,
    indicator.name_en,
    rating.unit_id,
    unit.unit_name,
    unit.unit_name_en,
    rating.rating,
    rating.rater,
    rating.rated_on,
    rating.reason,
    rating.is_independent,
    rating.provenance,
    rating.status,
    rating.judgement_provenance,
    rating.disagreement,
    rating.sentence_zh,
    rating.sentence_en
from mart.confidence as rating
inner join fact.target as target on rating.target_id = target.target_id
inner join dim.indicator as indicator on target.indicator_id = indicator.indicator_id
left join dim.unit_round as unit on rating.unit_id = unit.unit_id and rating.period_id = unit.period_id
where rating.programme_id = $programme_id
    and rating.period_id = $period_id
    and ($target_id is null or rating.target_id = $target_id)
    and ($unit_id is null or rating.unit_id = $unit_id)
order by rating.sort_order
