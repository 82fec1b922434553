-- one row per unit that leads or joins in a centre
with registered as (
    select
        centre_id,
        unit_name,
        case role when '牵头' then 'lead' else 'member' end as role,
        cast(joined_on as date) as joined_on,
        cast(left_on as date) as left_on,
        case when _file like 'sample/%' then 'sample' else 'reported' end as provenance,
        cast(joined_on as timestamptz) at time zone 'UTC' as recorded_at
    from stage.centre_member
),

published as (
    select
        centre_id,
        unnest(string_split(lead_unit, '；')) as unit_name,
        'lead' as role
    from stage.published_centre_reading
    where lead_unit is not null
    union all
    select
        centre_id,
        unnest(string_split(member_units, '；')),
        'member'
    from stage.published_centre_reading
    where member_units is not null
)

select * from registered
union all by name
select
    *,
    'published' as provenance
from published
