-- one row per centre: where it stands and what is due next
select
    centre_id,
    judged_on,
    state as centre_state,
    since_on,
    is_recommended,
    next_step,
    term_starts_on,
    due_on,
    is_overdue,
    term_document_id,
    term_article,
    term_phrase,
    document_id,
    article,
    phrase,
    next_zh,
    next_en,
    broken_count,
    attention_count,
    unknown_count,
    met_count,
    provenance
from mart.centre_status
order by centre_id
