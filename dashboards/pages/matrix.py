"""Units against targets: who carries what, and where it stands."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.figures import provenance_badge, within_badge
from dashboards.components.sections import page_head, section, without_round
from dashboards.components.targets import statuses
from dashboards.components.targets.matrix import matrix_table
from dashboards.phrases.counts import counted_text, kinds_text
from dashboards.screen import Page, Screen
from metrics.reading.programme import all_programmes, chosen_programme
from metrics.reading.target_matrix import TargetMatrix, target_matrix
from metrics.rules.classes import SAMPLE
from metrics.rules.target_kinds import PART
from metrics.warehouse import Snapshot

PATH = "/matrix"
MENU_PLACE = 30
IS_OF_PROGRAMME = True


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page for the programme and round of the address."""
    programmes = all_programmes(snapshot)
    programme = chosen_programme(programmes, screen.address.programme_id)
    matrix = target_matrix(snapshot, programme, screen.address.period_id)
    screen = screen.at(programme, matrix.round)
    words = screen.words
    content = html.Div(
        [
            page_head(
                words("matrix.title"),
                [_summary(screen, matrix), within_badge(screen, matrix.counts[PART].provenance)],
            ),
            *_body(screen, matrix),
        ],
        className="wide-page",
    )
    return Page(words("matrix.title"), content, screen, programmes, programme, PATH)


def _summary(screen: Screen, matrix: TargetMatrix) -> str:
    words = screen.words
    if not matrix.targets:
        return without_round(screen, matrix.programme, matrix.round) or words("matrix.no_targets")
    if not matrix.units:
        return words("matrix.no_units", kinds=kinds_text(screen, matrix.targets))
    kinds = kinds_text(screen, matrix.targets)
    sentence = words("matrix.summary", units=len(matrix.units), kinds=kinds)
    if not matrix.counts[PART].total:
        return sentence + words("matrix.no_parts")
    return sentence + words("matrix.parts", parts=counted_text(screen, matrix.counts, (PART,)))


def _body(screen: Screen, matrix: TargetMatrix) -> list[Component]:
    words = screen.words
    if not matrix.units or not matrix.targets:
        return []
    is_sample = any(SAMPLE in (cell.target_provenance, cell.provenance) for cell in matrix.cells.values())
    key: list[Component | str] = [words("matrix.note")]
    if is_sample:
        key.extend([provenance_badge(screen, SAMPLE), " ", words("parts.note")])
    content = html.Div(
        [html.P(key, className="note"), matrix_table(screen, matrix), statuses.legend(screen, matrix.thresholds)]
    )
    return [section(screen.name(matrix.programme.name), content)]
