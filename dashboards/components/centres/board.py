"""The centres together: filters, a view by province and city without a map, the list, and what is due next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.centres.marks import LOOKS, centre_link, clause, told, verdict_mark
from dashboards.components.tables import Cell, table
from dashboards.phrases.centres import state_text
from dashboards.screen import Screen
from metrics.reading.centre import CentreLine

Group = Callable[[CentreLine], str | None]
FILTERS: Mapping[str, Group] = {
    "province": lambda line: line.province,
    "type": lambda line: line.centre_type,
    "state": lambda line: line.state or "none",
    "class": lambda line: line.provenance,
}


def chosen_filters(screen: Screen) -> dict[str, str]:
    """The filters of the address that this page knows, by column."""
    found = (text.split(":", 2) for text in screen.address.where)
    return {parts[0]: parts[2] for parts in found if len(parts) == 3 and parts[0] in FILTERS and parts[1] == "is"}


def filtered(lines: Sequence[CentreLine], chosen: Mapping[str, str]) -> tuple[CentreLine, ...]:
    """The centres that meet every filter."""
    return tuple(line for line in lines if all(FILTERS[name](line) == value for name, value in chosen.items()))


def filter_pills(screen: Screen, lines: Sequence[CentreLine], chosen: Mapping[str, str]) -> Component:
    """One row of pills per filter, each with how many centres it keeps."""
    return html.Div([_pills(screen, lines, name, chosen) for name in FILTERS], className="centre-filters")


def _pills(screen: Screen, lines: Sequence[CentreLine], name: str, chosen: Mapping[str, str]) -> Component:
    others = filtered(lines, {key: value for key, value in chosen.items() if key != name})
    values = list(dict.fromkeys(value for line in lines if (value := FILTERS[name](line))))
    entries = [html.Li(_pill(screen, screen.words("centre.all"), chosen, name, None, name not in chosen))]
    for value in values:
        count = sum(1 for line in others if FILTERS[name](line) == value)
        label = f"{_filter_word(screen, name, value)} {count}"
        entries.append(html.Li(_pill(screen, label, chosen, name, value, chosen.get(name) == value)))
    label = screen.words(f"centre.filter.{name}")
    return html.Nav(
        [html.Span(label, className="picker-label"), html.Ul(entries, className="pills")],
        className="picker",
        **aria(label=label),
    )


def _pill(
    screen: Screen, label: str, chosen: Mapping[str, str], name: str, value: str | None, is_chosen: bool
) -> Component:
    if is_chosen:
        return html.Span(label, className="is-chosen", **aria(current="true"))
    wanted = {**chosen, name: value}
    where = tuple(f"{key}:is:{kept}" for key, kept in wanted.items() if kept)
    return dcc.Link(label, href=screen.address.here(where=where))


def _filter_word(screen: Screen, name: str, value: str) -> str:
    if name == "state":
        return state_text(screen, value)
    if name == "class":
        return screen.words(f"provenance.{value}.name")
    return screen.words(f"centre.type.{value}") if name == "type" else place(screen, value)


def place(screen: Screen, name: str | None) -> str:
    """A province or city; in English by its English name where known."""
    if not name:
        return screen.words("centre.no_place")
    key = f"centre.place.{name}"
    return screen.words.entries.get(key, name)


def city_view(screen: Screen, lines: Sequence[CentreLine]) -> Component:
    """Provinces, cities, and one mark per centre: shape and colour of its worst verdict, a door to its page."""
    provinces = []
    ordered_lines = sorted(lines, key=lambda line: line.province or "")
    for province, mine in groupby(ordered_lines, key=lambda line: line.province):
        centres = list(mine)
        cities: dict[str | None, list[CentreLine]] = {}
        for line in centres:
            cities.setdefault(line.city, []).append(line)
        ordered = sorted(cities.items(), key=lambda item: (-len(item[1]), item[0] or "~"))
        provinces.append(
            html.Div(
                [
                    html.H3([place(screen, province), html.Span(str(len(centres)), className="city-count")]),
                    html.Ul([_city(screen, name, found) for name, found in ordered], className="cities"),
                ],
                className="province",
                style={"flex-grow": str(min(len(cities), 4))},
            )
        )
    return html.Div(provinces, className="provinces")


def _city(screen: Screen, name: str | None, lines: Sequence[CentreLine]) -> Component:
    marks = [
        html.Li(
            [
                figures.shape(_look(line)),
                centre_link(screen, line.centre_id, _short(line)),
            ],
            className=f"city-centre status-{_look(line)}",
        )
        for line in lines
    ]
    head = html.P([html.Strong(place(screen, name)), html.Span(str(len(lines)), className="city-count")])
    return html.Li([head, html.Ul(marks)], className="city")


def _look(line: CentreLine) -> str:
    return LOOKS[line.worst]


def _short(line: CentreLine) -> str:
    return line.field or line.centre_name


def due_list(screen: Screen, lines: Sequence[CentreLine]) -> Component:
    """What has a day, the overdue first, then by day."""
    dated = sorted((line for line in lines if line.due_on), key=lambda line: (not line.is_overdue, line.due_on))
    if not dated:
        return html.P(screen.words("centre.nothing_due"), className="empty")
    items = []
    for line in dated:
        word, kind = ("overdue", "missing") if line.is_overdue else ("ahead", "submitted")
        chip = figures.chip(screen.words(f"centre.{word}"), kind)
        items.append(
            html.Li(
                [
                    html.Div([chip, centre_link(screen, line.centre_id, line.centre_name)], className="line-figures"),
                    html.P(told(screen, line.next)),
                    html.P(
                        [screen.words("centre.term_by"), clause(screen, line.term_title, line.term_article, None)],
                        className="line-source",
                    ),
                ]
            )
        )
    return html.Ul(items, className="lines")


def centre_table(screen: Screen, lines: Sequence[CentreLine]) -> Component:
    """Every centre in a row: facts, where it stands, what is due, verdicts, class."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            centre_link(screen, line.centre_id, line.centre_name),
            place(screen, line.city or line.province),
            words(f"centre.level.{line.level}") if line.level else words("not_stated"),
            words(f"centre.type.{line.centre_type}") if line.centre_type else words("dash"),
            figures.quoted(screen, line.lead_unit) if line.lead_unit else words("not_stated"),
            html.Span([state_text(screen, line.state), _since(screen, line)]),
            html.Span(told(screen, line.next)),
            _counts(screen, line),
            figures.provenance_badge(screen, line.provenance),
        ]
        for line in lines
    ]
    names = ("centre", "city", "level", "type", "lead_unit", "stands", "next", "verdict", "source")
    return table(words("centre.list_table"), [words(f"column.{name}") for name in names], rows)


def _since(screen: Screen, line: CentreLine) -> str:
    if not line.since_on:
        return ""
    return screen.words("centre.since", day=formats.day(line.since_on, screen.language))


def _counts(screen: Screen, line: CentreLine) -> Component | str:
    marks = [
        verdict_mark(screen, name, count)
        for name, count in (("broken", line.broken_count), ("attention", line.attention_count))
        if count
    ]
    return html.Span(marks or [verdict_mark(screen, line.worst)], className="badge-pair")
