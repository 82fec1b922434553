-- one row per technology innovation centre with where it stands; of one centre, or of all
select
    centre.centre_id,
    centre.centre_name,
    centre.programme_id,
    centre.level,
    centre.centre_type,
    centre.province,
    centre.city,
    centre.field,
    centre.lead_unit,
    centre.operator,
    centre.legal_form,
    centre.director_name,
    centre.director_post,
    centre.separate_ledger,
    centre.board,
    centre.expert_committee,
    centre.approved_text,
    centre.started_on,
    centre.source_title,
    centre.confidence,
    centre.reading_zh,
    centre.reading_en,
    centre.provenance,
    status.state,
    status.since_on,
    status.is_recommended,
    status.next_step,
    status.term_starts_on,
    status.due_on,
    status.is_overdue,
    term.title_zh as term_title_zh,
    term.title_en as term_title_en,
    status.term_article,
    status.term_phrase,
    document.title_zh,
    document.title_en,
    status.article,
    status.phrase,
    status.next_zh,
    status.next_en,
    status.broken_count,
    status.attention_count,
    status.unknown_count,
    status.met_count,
    status.judged_on
from fact.centre as centre
inner join mart.centre_status as status on centre.centre_id = status.centre_id
left join dim.document as term on status.term_document_id = term.document_id
left join dim.document as document on status.document_id = document.document_id
where $centre_id is null or centre.centre_id = $centre_id
order by
    centre.province, centre.city nulls last, centre.provenance, centre.started_on nulls last, centre.centre_name
