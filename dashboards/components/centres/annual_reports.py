"""Annual reports of a centre: how each year's stands, its way to filing, its data year by year, the summary to take."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import amounts, formats
from dashboards.components import figures
from dashboards.components.centres.actions import year_actions
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.rounds.actions import said_notice
from dashboards.components.tables import Cell, table
from dashboards.document_paths import FORMATS, summary_path
from dashboards.screen import Screen
from metrics.reading.annual_report import ReportDatum, ReportStanding

# What a state means as much as: its shape and colour on screen.
LOOKS = {
    "filed": "achieved",
    "forwarded": "on_track",
    "submitted": "on_track",
    "returned": "behind",
    "missing": "missed",
    "not_over": "not_yet_due",
    "not_asked": "not_judged",
    "type_unknown": "no_data",
    "not_collected": "no_data",
}


def annual_reports(screen: Screen, standings: Sequence[ReportStanding], data: Sequence[ReportDatum]) -> Component:
    """The reports of one centre, the newest first, and its data beside each other; what is missing is said."""
    if not standings:
        return html.P(screen.words("annual.none"), className="empty")
    parts: list[Component] = [_standings(screen, standings)]
    if screen.address.as_of is None:
        upload = dcc.Link(screen.words("round.upload"), href=screen.address.to("/upload"), className="button")
        parts = [said_notice(), clerk_notice(screen), *parts, html.P(upload, className="take-away")]
    if data:
        title = html.H3(screen.words("annual.data_title"), className="annual-title")
        parts += [title, html.P(screen.words("annual.data_note"), className="section-note")]
        parts.append(_data(screen, data))
    return html.Div(parts)


def state_mark(screen: Screen, standing: ReportStanding) -> Component:
    """Shape, word and colour of a state; a nil report says so."""
    look, text = LOOKS[standing.state], screen.name(standing.state_words)
    nil = screen.words("annual.nil") if standing.is_nil else ""
    return html.Span([figures.shape(look), text + nil], className=f"status status-{look}")


def _standings(screen: Screen, standings: Sequence[ReportStanding]) -> Component:
    words, is_now = screen.words, screen.address.as_of is None
    names = ("year", "state", *(("act",) if is_now else ()), "submitted", "way", "basis", "take")
    heads = [words(f"annual.column.{name}") for name in names]
    rows: list[list[Cell]] = [
        [
            str(entry.year),
            html.Span(
                [state_mark(screen, entry), *_class(screen, entry)],
                className="badge-pair",
            ),
            *([year_actions(screen, entry)] if is_now else []),
            _receipt(screen, entry),
            _way(screen, entry),
            _basis(screen, entry),
            _links(screen, entry),
        ]
        for entry in reversed(standings)
    ]
    return html.Div(table(words("annual.table"), heads, rows), className="compact annual")


def _receipt(screen: Screen, entry: ReportStanding) -> Component | str:
    """The day it came in; beneath it its own date and who gave the day, where they say something else."""
    words, language = screen.words, screen.language
    if entry.received_on is None:
        return words("dash")
    more = []
    if entry.submitted_on and entry.submitted_on != entry.received_on:
        more.append(words("reports.own_date", day=formats.day(entry.submitted_on, language)))
    if entry.receipt_day_by:
        more.append(words("reports.day_given_by", name=entry.receipt_day_by))
    lines = [part for text in more for part in (html.Br(), html.Span(figures.mixed(screen, text), className="as-of"))]
    return html.Span([formats.day(entry.received_on, language), *lines], className="annual-day")


def _class(screen: Screen, entry: ReportStanding) -> list[Component]:
    return [figures.provenance_badge(screen, entry.provenance)] if entry.is_reported else []


def _way(screen: Screen, entry: ReportStanding) -> Component | str:
    """Who passed it on and who filed it, or why it came back."""
    words = screen.words
    told = [
        words("annual.forwarded", by=entry.forwarded_by) if entry.forwarded_by else "",
        words("annual.filed", by=entry.filed_by) if entry.filed_by else "",
        words("annual.returned", reason=entry.last_reason) if entry.state == "returned" else "",
        words("annual.versions", count=entry.version_count) if entry.version_count > 1 else "",
    ]
    shown = words("separator").join(text for text in told if text)
    return html.Span(figures.mixed(screen, shown)) if shown else words("dash")


def _basis(screen: Screen, entry: ReportStanding) -> Component | str:
    if entry.title is None or entry.article is None:
        key = "type_unknown" if entry.state == "type_unknown" else "no_document"
        return html.Span(screen.words(f"annual.{key}"), className="no-clause")
    title = screen.words("centre.document", title=screen.name(entry.title))
    return html.Span(figures.mixed(screen, f"{title} {entry.article}"))


def _links(screen: Screen, entry: ReportStanding) -> Component | str:
    words = screen.words
    if not entry.is_reported:
        return words("dash")
    links = [
        html.A(
            # Read aloud, each link says of which year it is.
            [
                words(f"file_kind.{ending}"),
                html.Span(words("annual.take", year=entry.year), className="visually-hidden"),
            ],
            href=screen.address.to(summary_path(entry.centre_id, entry.year, ending)),
            download="",
        )
        for ending in FORMATS
    ]
    return html.Span([links[0], " · ", *links[1:]])


def _data(screen: Screen, data: Sequence[ReportDatum]) -> Component:
    years = sorted({datum.year for datum in data}, reverse=True)
    by_cell = {(datum.item_id, datum.year): datum for datum in data}
    items = list({datum.item_id: datum for datum in data}.values())
    sources = {datum.year: screen.words(f"provenance.{datum.provenance}.name") for datum in data}
    heads = [
        screen.words("annual.column.datum"),
        *(screen.words("annual.year", year=year, source=sources[year]) for year in years),
    ]
    rows: list[list[Cell]] = [
        [_name(screen, item), *(_figure(screen, by_cell.get((item.item_id, year))) for year in years)] for item in items
    ]
    return table(screen.words("annual.data_table"), heads, rows)


def _name(screen: Screen, datum: ReportDatum) -> Component:
    unit = amounts.unit_name(datum.unit, screen.language)
    name = screen.words("annual.datum", name=screen.name(datum.name), unit=unit)
    return html.Span(name, title=screen.name(datum.definition))


def _figure(screen: Screen, datum: ReportDatum | None) -> Component:
    if datum is None or datum.actual_value is None:
        return figures.missing(screen)
    amount = amounts.number(datum.actual_value, datum.unit, screen.language)
    return html.Span(
        [html.Span(amount, className="amount"), html.Span(_change(screen, datum), className="annual-change")]
    )


def _change(screen: Screen, datum: ReportDatum) -> str:
    """The rate against last year; with too small a base the difference; nothing where there is nothing to compare."""
    if datum.growth_pct is not None:
        return screen.words("annual.rate", rate=f"{datum.growth_pct:+.1f}%" if datum.growth_pct else "0.0%")
    if datum.growth_reason == "small_base" and datum.difference_value is not None:
        return screen.words("annual.rate", rate=_signed(screen, datum, datum.difference_value))
    return ""


def _signed(screen: Screen, datum: ReportDatum, value: Decimal) -> str:
    return f"{'+' if value > 0 else ''}{amounts.number(value, datum.unit, screen.language)}"
