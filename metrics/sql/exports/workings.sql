-- one row per target × unit × round × figure: the formula with its numbers or the refusal, the rows, the clause
select
    line.programme_id,
    line.target_id,
    line.unit_id,
    line.period_id,
    line.figure,
    line.figure_value,
    line.reason,
    line.words_zh,
    line.words_en,
    line.provenance,
    line.source_rows,
    line.document_number,
    line.section,
    line.phrase
from made.working as line
