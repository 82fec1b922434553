"""A titled part of a page."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component


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
