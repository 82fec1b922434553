"""Money of a centre: each cap as a bar with what is used and left, the arithmetic below, the ledger as a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.centres.marks import clause, term, told, verdict_mark, wan
from dashboards.components.tables import Cell, table, twin
from dashboards.phrases.bars import HEADROOM
from dashboards.phrases.centres import wan_text, window_text
from dashboards.screen import Screen
from metrics.reading.centre import CentreEntry, CentreLimit


def limit_list(screen: Screen, limits: Sequence[CentreLimit]) -> Component:
    """One line per cap and window; the binding one is marked."""
    # One cap alone binds by itself: only among several is it worth saying.
    several = len(limits) > 1
    lines = html.Ul([_limit(screen, limit, several) for limit in limits], className="lines limits")
    return html.Div([lines, twin(screen, _limit_table(screen, limits))])


def _limit(screen: Screen, limit: CentreLimit, several: bool) -> Component:
    words = screen.words
    verdict = "broken" if limit.is_exceeded else "unknown" if not _is_computed(limit) else "met"
    head: list[Component | str] = [
        html.Strong(figures.mixed(screen, window_text(screen, limit))),
        verdict_mark(screen, verdict),
    ]
    if limit.is_binding and several:
        head.append(figures.chip(words("centre.binding"), "basis"))
    parts: list[Component] = [html.Div(head, className="line-figures")]
    if limit.cap_value is not None:
        parts.append(_bar(screen, limit))
        facts: list[Component | str] = [
            words("centre.used"), wan(screen, limit.used_value), words("centre.of"), wan(screen, limit.cap_value),
            words("centre.left" if not limit.is_exceeded else "centre.over"),
            wan(screen, abs(limit.left_value or Decimal(0))),
        ]  # fmt: skip
        parts.append(html.P(facts, className="limit-figures"))
    if screen.name(limit.working):
        parts.append(html.P(told(screen, limit.working), className="working-line"))
    parts.append(html.P(clause(screen, limit.title, limit.article, limit.phrase), className="line-source"))
    return html.Li(parts)


def _is_computed(limit: CentreLimit) -> bool:
    return limit.cap_value is not None or limit.cap_kind == "years_cap"


def _bar(screen: Screen, limit: CentreLimit) -> Component:
    cap = limit.cap_value or Decimal(0)
    end = max(cap, limit.used_value) * HEADROOM or Decimal(1)
    used, tick = (float(value / end * 100) for value in (limit.used_value, cap))
    fill = "fill-missed" if limit.is_exceeded else "fill-achieved"
    figures_told = {"used": wan_text(limit.used_value), "cap": wan_text(cap)}
    summary = screen.words("centre.bar_summary", window=window_text(screen, limit), **figures_told)
    return html.Div(
        [
            html.Span(className=f"bullet-actual {fill}", style={"width": f"{used:.2f}%"}),
            html.Span(className="bullet-target", style={"left": f"{tick:.2f}%"}),
        ],
        className="bullet",
        role="img",
        **aria(label=summary),
    )


def _limit_table(screen: Screen, limits: Sequence[CentreLimit]) -> Component:
    words = screen.words
    rows: list[list[Cell]] = [
        [
            html.Span(figures.mixed(screen, window_text(screen, limit))),
            clause(screen, limit.title, limit.article, None),
            wan(screen, limit.cap_value),
            wan(screen, limit.used_value),
            wan(screen, limit.left_value),
            words("centre.is_so") if limit.is_binding else words("dash"),
        ]
        for limit in limits
    ]
    heads = [words(f"column.{name}") for name in ("window", "clause", "cap", "used", "left", "binding")]
    return table(words("centre.limit_table"), heads, rows)


def ledger(screen: Screen, entries: Sequence[CentreEntry]) -> Component:
    """Every entry of the ledger, grants, matching funds and spending."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            formats.day(entry.booked_on, screen.language),
            words(f"centre.entry.{entry.kind}"),
            figures.quoted(screen, entry.funder),
            term(screen, "centre_value", entry.category) if entry.category else _purpose(screen, entry),
            wan(screen, entry.amount_value),
            figures.provenance_badge(screen, entry.provenance),
        ]
        for entry in entries
    ]
    heads = [words(f"column.{name}") for name in ("day", "entry", "funder", "use", "amount", "source")]
    return table(words("centre.ledger_table"), heads, rows)


def _purpose(screen: Screen, entry: CentreEntry) -> Component | str:
    return figures.quoted(screen, entry.purpose) if entry.purpose else screen.words("dash")


def category_sums(screen: Screen, entries: Sequence[CentreEntry]) -> Component:
    """Spending by category, fiscal money and the centre's own apart, the largest first."""
    words = screen.words
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in entries:
        if entry.kind == "spending":
            key = (entry.funder, entry.category or "")
            sums[key] = sums.get(key, Decimal(0)) + entry.amount_value
    rows: list[list[Cell]] = [
        [term(screen, "centre_value", category or None), figures.quoted(screen, funder), wan(screen, value)]
        for (funder, category), value in sorted(sums.items(), key=lambda item: -item[1])
    ]
    heads = [words(f"column.{name}") for name in ("use", "funder", "amount")]
    return table(words("centre.category_table"), heads, rows) if rows else html.P(words("centre.no_spending"))
