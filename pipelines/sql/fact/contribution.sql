-- one row per target × unit whose figure is, or goes into, that of the whole: in which role, and why
with named as (
    select
        reporter.*,
        unit_alias.unit_id
    from stage.reporter as reporter
    inner join dim.unit_alias as unit_alias on reporter.unit_name = unit_alias.alias_name
)

select
    contribution.target_id,
    contribution.unit_id,
    contribution.role,
    contribution.basis,
    contribution.is_complete,
    contribution.weight,
    contribution.rank,
    named.is_stated = 'true' as is_stated,
    named.section,
    named.phrase,
    named.note_zh,
    named.note_en
from stage.contribution as contribution
left join named
    on contribution.target_id = named.target_id
    and contribution.unit_id = named.unit_id
    and contribution.basis = 'named'
