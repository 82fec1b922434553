-- one row per figure, published or reported, with its time, scope, qualifier, basis and source
with statistics as (
    select
        turnover.indicator_zh,
        turnover.indicator_zh as indicator_en,
        turnover.province as scope_name,
        turnover.year as period_label,
        make_date(cast(turnover.year as integer), 1, 1) as period_starts_on,
        make_date(cast(turnover.year as integer), 12, 31) as period_ends_on,
        turnover.value,
        turnover.measure_unit,
        'exact' as qualifier,
        'official' as confidence,
        '国家统计局' as issuer,
        turnover.source as source_title,
        null as source_date_text,
        null as note,
        turnover._file as source_file,
        turnover._row as source_row,
        cast(turnover.received_at as timestamptz) at time zone 'UTC' as received_at,
        cast(turnover.superseded_at as timestamptz) at time zone 'UTC' as superseded_at
    from stage.turnover as turnover
),

notices as (
    select
        figure.indicator_zh,
        figure.indicator_en,
        figure.scope as scope_name,
        figure.period as period_label,
        cast(figure.period_starts_on as date) as period_starts_on,
        cast(figure.period_ends_on as date) as period_ends_on,
        figure.value,
        figure.measure_unit,
        case coalesce(figure.qualifier, '')
            when '' then 'exact'
            when 'est|ge' then 'est_ge'
            else figure.qualifier
        end as qualifier,
        figure.confidence,
        figure.source_issuer as issuer,
        figure.source_title,
        figure.source_date as source_date_text,
        figure.note,
        figure._file as source_file,
        figure._row as source_row,
        cast(null as timestamp) as received_at,
        cast(null as timestamp) as superseded_at
    from stage.figure as figure
),

published as (
    select * from statistics
    union all
    select * from notices
),

-- When a figure came out, as exactly as its source says: the day, else the last day of the month or year it names.
dated as (
    select
        *,
        try_cast(left(source_date_text, 10) as date) as published_on,
        last_day(try_cast(regexp_extract(source_date_text, '^(\d{4}-\d{2})(?:[^-/\d]|$)', 1) || '-01' as date))
            as published_month,
        make_date(
            try_cast(regexp_extract(source_date_text, '^(?:\d{4}-\d{2}/)?(\d{4})(?:[^-/\d]|$)', 1) as integer), 12, 31
        ) as published_year
    from published
),

matched as (
    select
        match.indicator_id,
        published.indicator_zh as indicator_name_zh,
        published.indicator_en as indicator_name_en,
        scope.scope_id,
        published.scope_name,
        cast(null as varchar) as unit_id,
        cast(null as varchar) as period_id,
        published.period_label,
        published.period_starts_on,
        published.period_ends_on,
        cast(published.value as decimal(24, 6)) as printed_value,
        coalesce(conversion.ratio, case when match.basis_match is distinct from 'same' then 1 end) as unit_ratio,
        -- A matched figure is put into its indicator's measure unit; one that counts something else, and so is never
        -- compared, keeps the one it was printed in.
        case
            when conversion.ratio is null and match.basis_match is distinct from 'same' then published.measure_unit
            else indicator.measure_unit
        end as measure_unit,
        published.qualifier,
        'published' as provenance,
        match.basis_match,
        match.reason_zh as basis_reason_zh,
        match.reason_en as basis_reason_en,
        published.confidence,
        published.issuer,
        published.source_title,
        published.source_date_text,
        published.published_on,
        published.note,
        cast(null as varchar) as submission_id,
        published.source_file,
        published.source_row,
        -- What was imported was recorded then; else, of a figure without a date, all that is certain is that its
        -- period was over.
        coalesce(
            published.received_at,
            cast(
                coalesce(
                    published.published_on, published.published_month, published.published_year, published.period_ends_on
                ) as timestamptz
            ) at time zone 'UTC'
        ) as recorded_at,
        case
            when published.received_at is not null then 'received'
            when published.published_on is not null then 'published_on'
            when published.published_month is not null then 'published_month'
            when published.published_year is not null then 'published_year'
            else 'period_end'
        end as recorded_basis,
        published.superseded_at
    from dated as published
    left join stage.figure_match as match
        on published.indicator_zh = match.indicator_zh
        and published.scope_name = match.scope
        -- What an import says of a statistic holds for what comes with it or later.
        and (match.received_at is null or published.received_at >= cast(match.received_at as timestamptz) at time zone 'UTC')
        and (
            match.superseded_at is null
            or published.received_at < cast(match.superseded_at as timestamptz) at time zone 'UTC'
        )
    left join dim.indicator as indicator on match.indicator_id = indicator.indicator_id
    left join dim.scope as scope on published.scope_name = scope.name_zh
    left join dim.conversion as conversion
        on published.measure_unit = conversion.from_unit and indicator.measure_unit = conversion.measure_unit
),

reported as (
    select
        indicator.indicator_id,
        indicator.name_zh as indicator_name_zh,
        indicator.name_en as indicator_name_en,
        cast(null as varchar) as scope_id,
        cast(null as varchar) as scope_name,
        submission.unit_id,
        submission.period_id,
        submission.period_id as period_label,
        -- A flow is reported as the year to date.
        case when indicator.measure_type = 'annual_flow' then period.year_starts_on else period.starts_on end
            as period_starts_on,
        period.ends_on as period_ends_on,
        cast(report.actual_value as decimal(24, 6)) as printed_value,
        conversion.ratio as unit_ratio,
        indicator.measure_unit,
        'exact' as qualifier,
        submission.provenance,
        'same' as basis_match,
        cast(null as varchar) as basis_reason_zh,
        cast(null as varchar) as basis_reason_en,
        cast(null as varchar) as confidence,
        unit.unit_name as issuer,
        cast(null as varchar) as source_title,
        cast(null as varchar) as source_date_text,
        submission.submitted_on as published_on,
        cast(null as varchar) as note,
        submission.submission_id,
        report._file as source_file,
        report._row as source_row,
        submission.recorded_at,
        'submitted' as recorded_basis,
        submission.superseded_at
    from stage.report as report
    inner join fact.submission as submission on report._file = submission.source_file
    inner join dim.indicator as indicator on report.item_id = indicator.indicator_id
    inner join dim.period as period on submission.period_id = period.period_id
    inner join dim.unit_round as unit on submission.unit_id = unit.unit_id and submission.period_id = unit.period_id
    left join dim.conversion as conversion
        on report.measure_unit = conversion.from_unit and indicator.measure_unit = conversion.measure_unit
    where report.item_kind = '指标' and report.actual_value is not null
),

everything as (
    select * from matched
    union all
    select * from reported
)

select
    source_file || '#' || source_row || coalesce('#' || indicator_id, '')
    -- A row of an imported statistic holds a figure a year.
    || case when recorded_basis = 'received' then '#' || period_label else '' end as observation_id,
    * exclude (printed_value, unit_ratio),
    -- As a decimal the ratio multiplies exactly, and no figure passes through a floating number; between units that do
    -- not count the same thing there is none, and no value either.
    case
        when unit_ratio = 1 then printed_value
        when unit_ratio = trunc(unit_ratio) then cast(printed_value * cast(unit_ratio as decimal(14, 0)) as decimal(24, 6))
        when unit_ratio < 10 then cast(printed_value * cast(unit_ratio as decimal(14, 12)) as decimal(24, 6))
        else cast(printed_value * cast(unit_ratio as decimal(14, 6)) as decimal(24, 6))
    end as actual_value
from everything
