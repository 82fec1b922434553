"""The annex of workings: the same formulas, rows and clauses as the export `workings`."""

from collections import defaultdict

import pytest

from dashboards.document_paths import BULLETIN
from dashboards.documents.contents.gaps import lacks_figure
from dashboards.documents.contents.wording import TEXT_FOLDER
from dashboards.documents.orders import Order, papers
from dashboards.words import load_words
from metrics.reading.overview import overview
from metrics.reading.programme import all_programmes
from metrics.reading.unit import unit_scorecard

pytestmark = pytest.mark.slow

CDM = "cdm-zone-2018"
SENTENCES = {"requirement", "measure", "verdict"}


@pytest.fixture(scope="module")
def exported(snapshot):
    """The export's lines of figures by target, unit (None for the programme's own) and round."""
    lines = defaultdict(list)
    for line in snapshot.select("select * from made.working"):
        if line["figure"] not in SENTENCES:
            lines[line["target_id"], line["unit_id"], line["period_id"]].append(line)
    return lines


def shown_targets(snapshot, name, period_id):
    """The targets of a document in their order, as the screens show them."""
    programme = next(p for p in all_programmes(snapshot) if p.programme_id == CDM)
    if name == BULLETIN:
        return overview(snapshot, programme, period_id).targets
    card = unit_scorecard(snapshot, name, CDM, period_id)
    return [target for target in (*card.own_targets, *card.served_targets) if not lacks_figure(target)]


@pytest.mark.parametrize(
    ("period_id", "language"),
    [
        ("2018H2", "en"),
        ("2020H2", "zh"),
        pytest.param("2018H2", "zh", marks=pytest.mark.journey),
        pytest.param("2020H2", "en", marks=pytest.mark.journey),
    ],
)
def test_documents_show_the_formulas_rows_and_clause_of_the_export(snapshot, exported, period_id, language):
    title = load_words(language, TEXT_FOLDER)("working.title")
    formula_count = 0
    for name, paper in papers(snapshot, Order(CDM, period_id, language, "docx", is_for_all=True)):
        targets = shown_targets(snapshot, name, period_id)
        tables = [table for annex in paper.annexes if annex.title == title for table in annex.blocks]
        told = [target for target in targets if target.actual_value is not None]
        if len(told) < len(targets):
            *tables, rest = tables
            lacking = [target for target in targets if target.actual_value is None]
            for target, (_, shown, clause) in zip(lacking, rest.rows, strict=True):
                assert target.name.in_language(language) in shown
                assert exported[target.target_id, target.unit_id, period_id][0]["phrase"] in clause
        for target, table in zip(told, tables, strict=True):
            lines = exported[target.target_id, target.unit_id, period_id]
            assert target.name.in_language(language) in table.heads[1]
            assert ("样例" in table.heads[1] or "ample" in table.heads[1]) == (target.target_provenance == "sample")
            cells = [cell for _, cell in table.rows]
            assert lines[0]["phrase"] in cells[0]
            assert {line[f"words_{language}"] for line in lines} <= set(cells)
            formula_count += sum(line["figure_value"] is not None for line in lines)
            for place in filter(None, (lines[0]["source_rows"] or "").split(";")):
                file, _, row = place.partition("#")
                assert any(file in cell and row in cell.rpartition(file)[2] for cell in cells), place
    assert formula_count > 200
