-- one row per programme × round × unit that has to do with it: whether it leads, and whether it owes a report
with every as (
    select
        programme_id,
        period_id,
        unit_id,
        role = 'lead' as is_lead,
        owes_report as is_owed
    from mart.round_responsibility
    union all
    select
        programme_id,
        period_id,
        unit_id,
        role = 'lead' and is_named,
        role = 'lead' and is_named
    from mart.answering_unit
    -- Whose own figure is asked for: a part of a target, or its whole.
    union all
    select
        programme_id,
        period_id,
        unit_id,
        false,
        true
    from fact.asked_item
    where item_kind = 'indicator' and not is_sample
    -- Who once reported stays, whatever tasks were given to others since, for as long as it is there.
    union all
    select
        reported.programme_id,
        round.period_id,
        reported.unit_id,
        false,
        false
    from (select distinct programme_id, unit_id from fact.submission) as reported
    inner join dim.round as round on reported.programme_id = round.programme_id
    inner join dim.unit_heir as heir
        on reported.unit_id = heir.unit_id
        and round.period_id = heir.period_id
        and heir.unit_id = heir.heir_unit_id
    union all
    select
        programme_id,
        period_id,
        unit_id,
        false,
        false
    from fact.submission
)

select
    programme_id,
    period_id,
    unit_id,
    bool_or(is_lead) as is_lead,
    bool_or(is_owed) as is_owed
from every
where period_id is not null
group by programme_id, period_id, unit_id
