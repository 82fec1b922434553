-- one row per target × round of its programme × unit whose figure is, or goes into, that of the whole then
with passed as (
    select
        contribution.* exclude (unit_id),
        round.period_id,
        heir.heir_unit_id as unit_id,
        count(heir.heir_unit_id) over (partition by contribution.target_id, contribution.unit_id, round.period_id)
            as heir_count,
        case contribution.role when 'whole' then 1 when 'part' then 2 else 3 end as role_order,
        -- Whoever is still to take over from another part lacks nothing: the other one is there until then.
        coalesce(unit.starts_on > period.ends_on, false)
        and exists (
            select 1
            from dim.unit_successor as successor
            inner join fact.contribution as before on successor.unit_id = before.unit_id
            where
                successor.successor_unit_id = contribution.unit_id
                and before.target_id = contribution.target_id
        ) as is_awaited
    from fact.contribution as contribution
    inner join fact.target as target on contribution.target_id = target.target_id
    inner join dim.round as round on target.programme_id = round.programme_id
    inner join dim.period as period
        on
            round.period_id = period.period_id
            and (contribution.valid_from is null or contribution.valid_from <= period.ends_on)
            and (contribution.valid_to is null or contribution.valid_to >= period.ends_on)
    left join dim.unit as unit on contribution.unit_id = unit.unit_id
    left join dim.unit_heir as heir on contribution.unit_id = heir.unit_id and round.period_id = heir.period_id
),

-- Where a part is gone with its unit, or its unit is not there yet, the others are not all that there is.
lacking as (
    select
        target_id,
        period_id,
        bool_or(role = 'part' and unit_id is null and not is_awaited) as is_lacking
    from passed
    group by target_id, period_id
)

select
    passed.target_id,
    passed.period_id,
    passed.unit_id,
    arg_min(passed.role, passed.role_order) as role,
    arg_min(passed.basis, passed.role_order) as basis,
    bool_and(passed.is_complete and not lacking.is_lacking) as is_complete,
    sum(passed.weight) as weight,
    min(passed.rank) as rank
from passed
inner join lacking on passed.target_id = lacking.target_id and passed.period_id = lacking.period_id
where
    passed.unit_id is not null
    -- Of a reporter that was split nobody speaks for the whole until the office names one.
    and (passed.role <> 'whole' or passed.heir_count = 1)
group by passed.target_id, passed.period_id, passed.unit_id
