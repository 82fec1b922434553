"""Small marks of centres: verdicts with shape, word and colour, states, links, amounts, facts in words."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.phrases.centres import wan_text
from dashboards.screen import Screen
from metrics.sentences import Bilingual, load_sentences

# A verdict borrows the shape and colour of the status that means as much.
LOOKS = {
    "broken": "missed",
    "attention": "slightly_behind",
    "unknown": "no_data",
    "not_covered": "not_judged",
    "met": "achieved",
}


def centre_path(centre_id: str) -> str:
    """The path of a centre's page."""
    return f"/centre/{quote(centre_id, safe='')}"


def centre_link(screen: Screen, centre_id: str, name: str) -> Component:
    """A door to a centre's page, named as on record."""
    link = dcc.Link(name, href=screen.address.to(centre_path(centre_id)))
    return html.Span(link) if screen.language == "zh" else html.Span(link, lang="zh")


def verdict_mark(screen: Screen, verdict: str, count: int | None = None) -> Component:
    """Shape, word and colour of a verdict, with how many there are."""
    look, text = LOOKS[verdict], screen.words(f"centre_verdict.{verdict}")
    shown = text if count is None else f"{text} {count}"
    return html.Span([figures.shape(look), shown], className=f"status status-{look}")


def wan(screen: Screen, value: Decimal | None) -> Component:
    """An amount of 万元 to the 分: needless zeros go, a single 分 stays; in English in yuan."""
    if value is None:
        return figures.missing(screen)
    if screen.language == "en":
        return html.Span(f"RMB {value * 10_000:,.2f}".removesuffix(".00"), className="amount")
    return html.Span(f"{wan_text(value)} {screen.words('centre.wan')}", className="amount")


def term(screen: Screen, family: str, name: str | None) -> Component | str:
    """A term of the data in the reader's language; one that has no other words stands as it is written."""
    if name is None:
        return screen.words("not_stated")
    known = load_sentences().get(f"{family}.{name}")
    if known is None:
        return figures.quoted(screen, name)
    return screen.name(known)


def clause(
    screen: Screen, title: Bilingual | None, article: str | None, phrase: str | None, uncovered: str | None = None
) -> Component:
    """Document, place and words of a clause; where there is none, why: `gap`, `silent` or `type_unknown`."""
    if title is None or article is None:
        return html.Span(screen.words(f"centre.no_clause.{uncovered or 'gap'}"), className="no-clause")
    parts: list[Component | str] = [
        html.Span(screen.words("centre.document", title=screen.name(title))),
        " ",
        figures.quoted(screen, article),
    ]
    if phrase:
        parts += [": " if screen.language == "en" else "：", figures.quoted(screen, f"“{phrase}”")]
    return html.Span(parts, className="clause-line")


def told(screen: Screen, text: Bilingual) -> list[Component | str]:
    """A sentence in the reader's language, Chinese names in it marked as such."""
    return figures.mixed(screen, formats.dated(screen.name(text), screen.language))
