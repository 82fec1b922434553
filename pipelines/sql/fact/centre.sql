-- one row per technology innovation centre: named by a publication, in the office's register, or made as a sample
with published as (
    select
        coalesce(reading.centre_id, 'published-' || left(md5(centre.name), 8)) as centre_id,
        centre.name as centre_name,
        centre.name as judged_name,
        reading.programme_id,
        reading.level,
        centre.level as level_text,
        reading.centre_type,
        centre.province,
        centre.city,
        centre.field,
        reading.lead_unit,
        reading.operator,
        centre.approved as approved_text,
        case
            when reading.event = '启动建设' and reading.date_kind = 'day' then cast(reading.event_on as date)
        end as started_on,
        'published' as provenance,
        centre.source_title,
        centre.confidence,
        reading.reading_zh,
        reading.reading_en,
        cast(null as timestamp) as recorded_at,
        centre._file as source_file,
        centre._row as source_row
    from stage.published_centre as centre
    left join stage.published_centre_reading as reading on centre.name = reading.name
),

registered as (
    select
        centre_id,
        name as centre_name,
        replace(name, '（样例）', '') as judged_name,
        programme_id,
        level,
        centre_type,
        province,
        city,
        field,
        lead_unit,
        legal_form,
        director_name,
        director_post,
        separate_ledger,
        board,
        expert_committee,
        cast(started_on as date) as started_on,
        case when _file like 'sample/%' then 'sample' else 'reported' end as provenance,
        cast(coalesce(recorded_on, started_on) as timestamptz) at time zone 'UTC' as recorded_at,
        _file as source_file,
        _row as source_row
    from stage.centre
)

select * from published
union all by name
select * from registered
