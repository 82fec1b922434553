-- one row per statistic easily taken for an indicator, whichever of the two says so, with a target that it has
with said as (
    select
        sibling_id,
        name_zh,
        name_en,
        difference_zh,
        difference_en,
        sort_order
    from dim.indicator_sibling
    where indicator_id = $indicator_id
    union all
    select
        sibling.indicator_id,
        indicator.name_zh,
        indicator.name_en,
        sibling.difference_zh,
        sibling.difference_en,
        1000 + sibling.sort_order
    from dim.indicator_sibling as sibling
    inner join dim.indicator as indicator on sibling.indicator_id = indicator.indicator_id
    where sibling.sibling_id = $indicator_id
)

select
    said.name_zh,
    said.name_en,
    said.difference_zh,
    said.difference_en,
    (
        select min_by(target.target_id, (target.programme_id <> $programme_id, target.due_on, target.target_id))
        from fact.target as target
        where target.indicator_id = said.sibling_id
    ) as target_id
from said
qualify row_number() over (partition by coalesce(said.sibling_id, said.name_zh) order by said.sort_order) = 1
order by said.sort_order
