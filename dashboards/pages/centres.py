"""The technology innovation centres together: by city, by state, what is due next, counts against the targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import data_path
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.as_of import as_of_form
from dashboards.components.centres import board as board
from dashboards.components.centres.life import axis_of, document_bands, years_row
from dashboards.components.sections import section
from dashboards.components.tables import targets_table, twin
from dashboards.components.targets.gauge import gauge_card
from dashboards.phrases.counts import of_samples
from dashboards.screen import Page, Screen
from metrics.reading.centre import CentreLine, RuleDocument, centre_lines, has_centres, rule_documents
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.overview import overview
from metrics.reading.programme import Programme, all_programmes
from metrics.warehouse import Snapshot

PATH = "/centres"
MENU_PLACE = 70
COMPLIANCE = "/centres/compliance"


has_content = has_centres


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The register with the filters of the address."""
    words, lines = screen.words, centre_lines(snapshot)
    chosen = board.chosen_filters(screen)
    shown = board.filtered(lines, chosen)
    content = html.Div([_head(screen, lines), *_body(screen, snapshot, lines, shown, chosen)])
    return Page(words("centre.title"), content, screen)


def _head(screen: Screen, lines: tuple[CentreLine, ...]) -> Component:
    words = screen.words
    if not lines:
        return html.Div(html.H1(words("centre.title"), tabIndex=-1), className="page-head")
    counts = Counter(line.provenance for line in lines)
    parts = words("separator").join(
        words("centre.of_class", name=words(f"provenance.{name}.name"), count=counts[name])
        for name in ("published", "reported", "sample")
        if counts[name]
    )
    sentence = words(
        "centre.summary",
        count=len(lines),
        classes=parts,
        broken=of_samples(screen, "judgements", [(line.broken_count, line.judgement_provenance) for line in lines]),
        overdue=of_samples(screen, "centres", [(1, line.judgement_provenance) for line in lines if line.is_overdue]),
    )
    door = dcc.Link(words("centre.to_compliance"), href=screen.address.to(COMPLIANCE), className="more")
    rows = html.A(words("centre.to_data"), href=screen.address.to(data_path("centre-status")), className="more")
    return html.Div(
        [html.H1(words("centre.title"), tabIndex=-1), html.P([sentence, door, rows], className="lead-sentence")],
        className="page-head",
    )


def _body(
    screen: Screen,
    snapshot: Snapshot,
    lines: tuple[CentreLine, ...],
    shown: tuple[CentreLine, ...],
    chosen: dict[str, str],
) -> list[Component]:
    words = screen.words
    if not lines:
        return [html.P(words("centre.empty"), className="empty")]
    day = lines[0].judged_on
    filters = html.Div([board.filter_pills(screen, lines, chosen), as_of_form(screen)], className="centre-filters")
    if not shown:
        every = dcc.Link(words("targets.show_all"), href=screen.address.here(where=()), className="more")
        return [filters, html.P([words("centre.none_match"), every], className="empty")]
    return [
        filters,
        section(words("centre.cities_title"), board.city_view(screen, shown), words("centre.cities_note")),
        section(words("centre.due_title"), board.due_list(screen, shown), _judged_on(screen, day)),
        section(words("centre.list_title"), board.centre_table(screen, shown), words("centres.note")),
        *_counted(screen, snapshot),
        section(words("centre.documents_title"), _documents(screen, snapshot, day), words("centre.documents_note")),
    ]


def _judged_on(screen: Screen, day: date) -> str:
    return screen.words("centre.judged_on", day=formats.day(day, screen.language))


def _counted(screen: Screen, snapshot: Snapshot) -> list[Component]:
    """The counts against the targets of every programme that has rules on centres."""
    ruled = {document.programme_id for document in rule_documents(snapshot)}
    return [
        _targets(screen, programme, targets)
        for programme in all_programmes(snapshot)
        if programme.programme_id in ruled and (targets := overview(snapshot, programme, None).targets)
    ]


def _targets(screen: Screen, programme: Programme, targets: Sequence[JudgedTarget]) -> Component:
    words = screen.words
    title = words("centre.ranges_title", programme=screen.name(programme.short_name))
    cards = html.Div([gauge_card(screen, target) for target in targets], className="gauges")
    content = html.Div([cards, twin(screen, targets_table(screen, targets, title))])
    has_sample = any(target.provenance == "sample" for target in targets)
    note = words("centre.ranges_note") + (words("centre.ranges_sample") if has_sample else "")
    return section(title, content, note)


def _documents(screen: Screen, snapshot: Snapshot, day: date) -> Component:
    """Each document's days as a band under its province, then in words."""
    documents = rule_documents(snapshot)
    parts: list[Component] = []
    for provinces in dict.fromkeys(document.provinces for document in documents):
        listed = [document for document in documents if document.provinces == provinces]
        axis = axis_of([day, *(d.first_on for d in listed), *(d.expires_on for d in listed if d.expires_on)])
        now = html.Span(className="now-line", style={"left": f"{axis.place(day):.2f}%"})
        bands = html.Div(
            [years_row(axis), *document_bands(screen, axis, listed, day), now], className="life-line life-line-low"
        )
        names = screen.words("separator").join(board.place(screen, name) for name in provinces.split(";"))
        items = html.Ul([_document(screen, document) for document in listed], className="document-days")
        parts.append(dbc.Card([html.H3(names), html.Div(bands, **aria(hidden="true")), items]))
    return html.Div(parts, className="document-cards")


def _document(screen: Screen, document: RuleDocument) -> Component:
    words = screen.words
    first = formats.day(document.first_on, screen.language)
    last = formats.day(document.expires_on, screen.language) if document.expires_on else words("centre.open_end")
    key = "centre.in_force" if document.is_stated else "centre.followed"
    title = screen.name(document.title) if document.title else document.document_id
    return html.Li(
        [
            html.Strong(words("centre.document", title=title)),
            html.Span(words(key, first=first, last=last, count=document.rule_count)),
            html.Span(figures.mixed(screen, screen.name(document.validity_note)), className="line-source"),
        ]
    )
