"""Verdicts on centres: lists with clause and arithmetic, counts, filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.centres.marks import centre_link, clause, told, verdict_mark
from dashboards.components.tables import Cell, table
from dashboards.screen import Screen
from metrics.reading.centre import VERDICT_ORDER, CentreVerdict
from metrics.rules.classes import SAMPLE, weakest


def verdict_list(screen: Screen, verdicts: Sequence[CentreVerdict], with_centre: bool = False) -> Component:
    """Each verdict with its sentence, its clause, the day it was judged by, and the arithmetic where there is any."""
    return html.Ul([_line(screen, verdict, with_centre) for verdict in verdicts], className="lines verdicts")


def _line(screen: Screen, verdict: CentreVerdict, with_centre: bool) -> Component:
    words = screen.words
    head: list[Component | str] = [
        verdict_mark(screen, verdict.verdict),
        html.Strong(words(f"topic.{verdict.topic}")),
    ]
    if with_centre:
        head.append(centre_link(screen, verdict.centre_id, verdict.centre_name))
    head.append(figures.provenance_badge(screen, verdict.provenance))
    parts: list[Component] = [
        html.Div(head, className="line-figures"),
        html.P(told(screen, verdict.sentence)),
    ]
    if screen.name(verdict.working):
        parts.append(html.P(told(screen, verdict.working), className="working-line"))
    source: list[Component | str] = []
    if verdict.title:
        source = [clause(screen, verdict.title, verdict.article, verdict.phrase), " "]
    source.append(html.Span(_validity(screen, verdict), className="as-of"))
    parts.append(html.P(source, className="line-source"))
    return html.Li(parts)


def _validity(screen: Screen, verdict: CentreVerdict) -> str:
    """The day judged by, and the document's validity on it."""
    day = formats.day(verdict.judged_on, screen.language)
    if verdict.title is None:
        return screen.words("centre.judged_by_none", day=day)
    if verdict.in_force_on is None:
        return screen.words("centre.judged_by_unstated", day=day)
    first = formats.day(verdict.in_force_on, screen.language)
    last = formats.day(verdict.expires_on, screen.language) if verdict.expires_on else screen.words("centre.open_end")
    return screen.words("centre.judged_by", day=day, first=first, last=last)


def verdict_table(screen: Screen, verdicts: Sequence[CentreVerdict]) -> Component:
    """The same as a table: the twin of a list."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            words(f"topic.{verdict.topic}"),
            verdict_mark(screen, verdict.verdict),
            html.Span(told(screen, verdict.sentence)),
            clause(screen, verdict.title, verdict.article, None),
            formats.day(verdict.judged_on, screen.language),
        ]
        for verdict in verdicts
    ]
    heads = [words(f"column.{name}") for name in ("topic", "verdict", "judgement", "clause", "judged_on")]
    return table(words("centre.verdict_table"), heads, rows)


def verdict_tiles(screen: Screen, verdicts: Sequence[CentreVerdict], chosen: str | None) -> Component:
    """How many there are of each verdict, each a filter."""
    counts = Counter(verdict.verdict for verdict in verdicts)
    tiles = []
    for name in VERDICT_ORDER:
        classes = weakest(verdict.provenance for verdict in verdicts if verdict.verdict == name)
        within = figures.within_badge(screen, classes if classes == SAMPLE else None)
        mark = [verdict_mark(screen, name), html.Span(str(counts[name]), className="tile-count"), within]
        here = chosen == name
        link = dcc.Link(mark, href=screen.address.here(status=None if here else name), className="tile")
        tiles.append(html.Li(html.Span(link, **(aria(current="true") if here else {}))))
    return html.Ul(tiles, className="verdict-tiles")
