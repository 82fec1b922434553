-- one row per rating of a target's delivery: the rating beside the status that the figures give, and how far they differ
select
    input.* exclude (row_id),
    cast(compared.gap as integer) as gap,
    compared.disagreement,
    compared.sort_order,
    sentence.zh as sentence_zh,
    sentence.en as sentence_en
from mart.confidence_value as compared
inner join mart.confidence_input as input on compared.row_id = input.row_id
left join meta.sentence as sentence on 'confidence.' || compared.disagreement = sentence.code
order by compared.sort_order
