"""Every verdict on every centre by rule, the violations first, with the document in force on the day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import data_path
from dashboards.components import figures
from dashboards.components.as_of import as_of_form
from dashboards.components.centres.marks import LOOKS, centre_link, verdict_mark
from dashboards.components.centres.verdicts import verdict_list, verdict_tiles
from dashboards.components.sections import section
from dashboards.components.tables import Cell, table
from dashboards.phrases.counts import of_samples
from dashboards.screen import Page, Screen
from metrics.reading.centre import VERDICT_ORDER, CentreVerdict, centre_verdicts
from metrics.rules.classes import weakest
from metrics.warehouse import Snapshot

PATH = "/centres/compliance"
# Without a choice, what a reader must act on; the many that are kept or not covered are one press away.
SHOWN_FIRST = ("broken", "attention")
# In a cell that sums up several days, what was judged goes before the days that no rule covered.
WEIGHT = ("broken", "attention", "unknown", "met", "not_covered")


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The verdicts of the address's filter."""
    words, every = screen.words, centre_verdicts(snapshot)
    chosen = screen.address.status if screen.address.status in VERDICT_ORDER else None
    wanted = (chosen,) if chosen else SHOWN_FIRST
    shown = [verdict for verdict in every if verdict.verdict in wanted]
    content = html.Div(
        [
            html.Div(
                [
                    html.H1(words("compliance.title"), tabIndex=-1),
                    html.P(_summary(screen, every), className="lead-sentence"),
                ],
                className="page-head",
            ),
            html.Div(as_of_form(screen), className="centre-filters"),
            verdict_tiles(screen, every, chosen),
            section(words("compliance.list_title"), _list(screen, shown), words("compliance.list_note"), "verdicts"),
            section(words("compliance.matrix_title"), _matrix(screen, every), words("compliance.matrix_note")),
        ]
    )
    return Page(words("compliance.title"), content, screen)


def _summary(screen: Screen, every: Sequence[CentreVerdict]) -> list[Component | str]:
    broken = [verdict for verdict in every if verdict.verdict == "broken"]
    day = max((verdict.judged_on for verdict in every), default=None)
    text = screen.words(
        "compliance.summary",
        count=of_samples(screen, "judgements", [(1, verdict.provenance) for verdict in broken]),
        centres=len({verdict.centre_id for verdict in broken}),
        day=formats.day(day, screen.language) if day else "",
    )
    # The data pages bring scripts of their own: their door loads a document.
    rows = html.A(
        screen.words("compliance.to_data"), href=screen.address.to(data_path("centre-verdicts")), className="more"
    )
    back = dcc.Link(screen.words("compliance.to_centres"), href=screen.address.to("/centres"), className="more")
    return [text, rows, back]


def _list(screen: Screen, shown: Sequence[CentreVerdict]) -> Component:
    """Under each verdict, rule by rule; a rule is named by its topic and clause."""
    if not shown:
        return html.P(screen.words("compliance.none"), className="empty")
    groups = []
    for topic, mine in groupby(shown, key=lambda verdict: (verdict.verdict, verdict.topic)):
        verdicts = list(mine)
        head = html.H3([verdict_mark(screen, topic[0]), " ", screen.words(f"topic.{topic[1]}"), f" · {len(verdicts)}"])
        groups.append(html.Div([head, verdict_list(screen, verdicts, with_centre=True)], className="verdict-group"))
    return html.Div(groups)


def _matrix(screen: Screen, every: Sequence[CentreVerdict]) -> Component:
    """Centres by topics: the worst verdict of each, so that a pattern shows."""
    words = screen.words
    topics = [topic for topic in dict.fromkeys(words.entries) if topic.startswith("topic.")]
    used = {verdict.topic for verdict in every}
    topics = [topic.removeprefix("topic.") for topic in topics if topic.removeprefix("topic.") in used]
    centres = dict.fromkeys((verdict.centre_id, verdict.centre_name) for verdict in every)
    classes: dict[str, list[str | None]] = {}
    for verdict in every:
        classes.setdefault(verdict.centre_id, []).append(verdict.provenance)
    worst: dict[tuple[str, str], str] = {}
    for verdict in sorted(every, key=lambda one: WEIGHT.index(one.verdict)):
        worst.setdefault((verdict.centre_id, verdict.topic), verdict.verdict)
    gravity: dict[str, int] = {}
    for (centre_id, _), name in worst.items():
        gravity[centre_id] = min(gravity.get(centre_id, len(WEIGHT)), WEIGHT.index(name))
    rows: list[list[Cell]] = [
        [
            html.Span(
                [centre_link(screen, centre_id, name), figures.provenance_badge(screen, weakest(classes[centre_id]))]
            ),
            *[_cell(screen, worst.get((centre_id, topic))) for topic in topics],
        ]
        for centre_id, name in sorted(centres, key=lambda centre: (gravity[centre[0]], centre[0]))
    ]
    heads = [words("column.centre"), *(words(f"topic.{topic}") for topic in topics)]
    return html.Div(table(words("compliance.matrix_title"), heads, rows), className="compliance-matrix")


def _cell(screen: Screen, verdict: str | None) -> Component | str:
    if verdict is None:
        return screen.words("dash")
    word = screen.words(f"centre_verdict_short.{verdict}")
    return html.Span(
        [figures.shape(LOOKS[verdict]), html.Span(word, className="verdict-word")],
        className=f"status status-{LOOKS[verdict]}",
    )
