-- one row per dated step in the life of a centre; an evaluation carries its grade
with step as (
    select
        centre_id,
        event,
        cast(happened_on as date) as happened_on,
        false as is_no_later_than,
        grade,
        decided_by,
        note,
        case when _file like 'sample/%' then 'sample' else 'reported' end as provenance,
        cast(coalesce(recorded_on, happened_on) as timestamptz) at time zone 'UTC' as recorded_at,
        _file as source_file,
        _row as source_row
    from stage.centre_event
    union all by name
    select
        centre_id,
        event,
        cast(event_on as date) as happened_on,
        date_kind = 'by' as is_no_later_than,
        reading_zh as note,
        'published' as provenance,
        _file as source_file,
        _row as source_row
    from stage.published_centre_reading
    where event is not null
)

select
    * replace (
        case event
            when '提出意向' then 'intention'
            when '方案论证' then 'argued'
            when '启动建设' then 'started'
            when '评估' then 'evaluated'
            when '未参加评估' then 'absent'
            when '中途退出' then 'withdrew'
            when '限期整改' then 'rectifying'
            when '整改通过' then 'rectified'
            when '整改未通过' then 'not_rectified'
            when '进入下一轮' then 'next_cycle'
            when '撤销' then 'removed'
            when '推荐创建国家中心' then 'recommended'
        end as event
    )
from step
