-- one row per programme × class of centre that reports are collected of here: the first day whose years are expected
with received as (
    select
        centre.programme_id,
        centre.provenance,
        -- Whoever reports on an earlier year afterwards makes nobody else late for it.
        arg_min(receipt.year, receipt.recorded_at) filter (where not receipt.is_sample) as real_year,
        -- Sample centres have a whole history of reports, from the first of them on.
        min(year(centre.started_on)) filter (where receipt.is_sample) as sample_year
    from mart.centre_receipt as receipt
    inner join fact.centre as centre on receipt.centre_id = centre.centre_id
    group by centre.programme_id, centre.provenance
),

class as (
    select distinct
        programme_id,
        provenance
    from fact.centre
)

select
    class.programme_id,
    class.provenance,
    case
        when received.sample_year is not null then make_date(received.sample_year, 1, 1)
        else coalesce(programme.collected_since, make_date(received.real_year, 1, 1))
    end as since_on
from class
left join dim.programme as programme on class.programme_id = programme.programme_id
left join received on class.programme_id = received.programme_id and class.provenance = received.provenance
where received.sample_year is not null or programme.collected_since is not null or received.real_year is not null
