"""How a page is laid out: the way back, its head, titled parts, lists of which the rest is folded away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.aria import aria
from dashboards.screen import Screen
from metrics.reading.programme import Programme, Round

SHOWN_FIRST = 5


def section(
    title: str, content: Component, note: str = "", anchor: str | None = None, extra_class: str = ""
) -> Component:
    """A second-level heading, a note below it, and the content."""
    head: list[Component] = [html.H2(title)]
    if note:
        head.append(html.P(note, className="note"))
    named: dict[str, Any] = {"id": anchor} if anchor else {}
    return html.Section([*head, content], className=f"section {extra_class}".strip(), **named)


def page_head(title: str, sentence: str | list[Any]) -> Component:
    """The first heading of a page and, below it, what the page says in one sentence."""
    return html.Div(
        [html.H1(title, tabIndex=-1), html.P(sentence, className="lead-sentence")],
        className="page-head",
    )


def folded(screen: Screen, entries: Sequence[list[Component]], kind: str) -> Component:
    """A list of which the first entries are seen at once, and the rest behind a line that says how many."""
    first, rest = entries[:SHOWN_FIRST], entries[SHOWN_FIRST:]
    if len(rest) < 2:
        first, rest = entries, ()
    seen = html.Ul([html.Li(entry) for entry in first], className=kind)
    if not rest:
        return seen
    more = html.Ul([html.Li(entry) for entry in rest], className=kind)
    summary = html.Summary(screen.words("further", count=len(rest)))
    return html.Div([seen, html.Details([summary, more], className="twin further")])


def phone_switch(text: str) -> Component:
    """On a phone, a button in place of what follows it, which it brings up; elsewhere nothing at all."""
    return html.Button(text, type="button", className="phone-switch", **aria(expanded="false"))


def without_round(screen: Screen, programme: Programme, chosen: Round | None) -> str:
    """Why a page has no round to show: none has fallen due by the day viewed, or none is set; empty where it has."""
    if chosen is not None:
        return ""
    if programme.first_due_on is None:
        return screen.words("without_round.none_set")
    return screen.words("without_round.none_due", first=formats.day(programme.first_due_on, screen.language))


def crumbs(screen: Screen, steps: Sequence[tuple[str, str]], here: str) -> Component:
    """The pages above this one as (name, address), and the name of this one."""
    entries = [html.Li(dcc.Link(name, href=href)) for name, href in steps]
    entries.append(html.Li(html.Span(here, **aria(current="page"))))
    return html.Nav(html.Ol(entries), className="crumbs", **aria(label=screen.words("crumbs.label")))
