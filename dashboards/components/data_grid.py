"""A dataset on screen: the grid, what is filtered, and the ways to take the same rows away."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.address import data_path
from dashboards.components import figures
from dashboards.components.aria import aria, data, dressed
from dashboards.components.sections import phone_switch
from dashboards.exports import dictionary
from dashboards.exports.cells import NUMBER_TYPES
from dashboards.exports.datasets import DATASETS, grain
from dashboards.exports.files import ENDINGS, export_path
from dashboards.exports.selection import OPERATORS, SHORTHANDS, Filter
from dashboards.screen import Screen
from metrics import clock
from metrics.rules.target_kinds import TARGET_KINDS

MOST_ROWS = 2000
# Says of which population a row is, in every dataset that holds several.
KIND_COLUMN = "target_kind"
GRID_OPTIONS: dict[str, Any] = {
    "enableCellTextSelection": True,
    "ensureDomOrder": True,
    "suppressColumnVirtualisation": True,
    "pagination": True,
    "paginationPageSize": 50,
    "paginationPageSizeSelector": [50, 200, 1000],
}


def grid(dataset: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]], language: str) -> Component:
    """The rows as they stand in the file; numbers sort as numbers, an empty cell is a missing value.

    `types` gives DuckDB's type of every column.
    """
    meanings = dictionary.columns(dataset)
    columns = [
        {
            "field": name,
            "headerName": name,
            "headerTooltip": meanings[name].in_language(language).replace("`", ""),
            "cellDataType": "number" if kind.startswith(NUMBER_TYPES) else "text",
            "type": "rightAligned" if kind.startswith(NUMBER_TYPES) else None,
            "minWidth": 120,
        }
        for name, kind in types.items()
    ]
    records = [dict(zip(types, map(_value, row), strict=True)) for row in rows]
    return dag.AgGrid(
        rowData=records,
        columnDefs=[{key: value for key, value in column.items() if value} for column in columns],
        defaultColDef={"sortable": True, "resizable": True, "filter": False},
        columnSize="autoSize",
        dashGridOptions={**GRID_OPTIONS, "localeText": LOCALE_TEXTS[language]},
        className="data-grid",
        style={"height": 640},
        dangerously_allow_code=False,
    )


def _value(value: Any) -> str | int | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return clock.local(value).isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)


def dataset_list(screen: Screen, chosen: str | None, names: Sequence[str]) -> Component:
    """Datasets by name, as doors."""
    entries = []
    for name in names:
        title = DATASETS[name]
        text, hint = (title, title) if screen.language == "zh" else (name.replace("-", " "), grain(name))
        link = dcc.Link(text, href=screen.address.to(data_path(name)), title=hint)
        is_here = html.Span(text, className="is-chosen", **aria(current="true"))
        entries.append(html.Li(is_here if name == chosen else link))
    label = screen.words("data.datasets")
    here = DATASETS[chosen] if chosen and screen.language == "zh" else (chosen or "").replace("-", " ")
    return html.Nav(
        [
            phone_switch(screen.words("data.chosen", name=here, count=len(names))),
            html.Span(label, className="picker-label"),
            html.Ul(entries, className="pills"),
        ],
        className="picker dataset-picker",
        **aria(label=label),
    )


def kind_presets(screen: Screen, kinds: Container[str]) -> list[Component]:
    """One door each to the goals, the yearly requirements and the unit parts, of a dataset that holds more than one."""
    held = [kind for kind in TARGET_KINDS if kind in kinds]
    if len(held) < 2:
        return []
    address, words = screen.address, screen.words
    others = tuple(text for text in address.where if not text.startswith(f"{KIND_COLUMN}:"))
    choices = [(words("data.every_kind"), others)] + [
        (words(f"target_kind.{kind}.name"), (*others, f"{KIND_COLUMN}:is:{kind}")) for kind in held
    ]
    entries = [
        html.Li(
            html.Span(text, className="is-chosen", **aria(current="true"))
            if set(where) == set(address.where)
            else html.A(text, href=address.here(where=where))
        )
        for text, where in choices
    ]
    label = words("data.kind")
    parts = [html.Span(label, className="picker-label"), html.Ul(entries, className="pills")]
    return [html.Nav(parts, className="picker kind-presets", **aria(label=label))]


def filter_chips(screen: Screen, active: Sequence[Filter]) -> Component:
    """What is filtered, each with the link that takes it off."""
    if not active:
        return html.P(screen.words("data.no_filter"), className="note")
    return html.Ul([html.Li(_chip(screen, entry)) for entry in active], className="filter-chips")


def _chip(screen: Screen, entry: Filter) -> Component:
    address, words = screen.address, screen.words
    fields = {"programme": "programme_id", "period": "period_id", "unit": "unit_id"}
    if entry.text() in address.where:
        without = address.here(where=tuple(text for text in address.where if text != entry.text()))
    else:
        name = next(short for short, column in SHORTHANDS.items() if column == entry.column)
        without = address.here(**{fields[name]: None})
    sentence: list[Component | str] = [html.Code(entry.column, lang="en"), " "]
    sentence.extend([words(f"data.operator.{entry.operator}"), " "])
    value_language = "en" if entry.value.isascii() else "zh"
    value = [html.Code(entry.value, lang=value_language, className="quoted")] if entry.value else []
    remove = dcc.Link("×", href=without, title=words("data.remove"), className="remove")
    hidden = html.Span(words("data.remove"), className="visually-hidden")
    return dbc.Badge([*sentence, *value, remove, hidden], className="chip filter-chip")


def filter_form(screen: Screen, dataset: str, columns: Sequence[str]) -> Component:
    """One more filter: a plain form whose answer is an address."""
    words = screen.words
    kept = [
        dbc.Input(type="hidden", name=key, value=value)
        for key, value in screen.address.pairs()
        if key not in ("rows", "across")
    ]
    names = [{"label": name, "value": name} for name in columns]
    operators = [{"label": words(f"data.operator.{name}"), "value": name} for name in OPERATORS]
    fields = [
        _field(words("data.column"), "column", dbc.Select, options=names, value=columns[0]),
        _field(words("data.operator_label"), "operator", dbc.Select, options=operators, value="is"),
        _field(words("data.value"), "value", dbc.Input, type="text", maxLength=120),
        dbc.Button(words("data.add"), type="submit"),
    ]
    return dbc.Form([*kept, *fields], action=data_path(dataset), method="get", className="filter-form")


def _field(label: str, name: str, kind: Callable[..., Component], **settings: Any) -> Component:
    field_id = f"filter-{name}"
    control = kind(id=field_id, name=name, **settings)
    return html.Div([dbc.Label(label, html_for=field_id), control], className="field")


def column_chooser(screen: Screen, dataset: str, columns: Sequence[str]) -> Component:
    """Every column as a link that puts it in or takes it out."""
    chosen, meanings = screen.address.columns or tuple(columns), dictionary.columns(dataset)
    entries = []
    for name in columns:
        is_in = name in chosen
        after = tuple(other for other in columns if (other in chosen) != (other == name))
        # All of them is the same as naming none; without any column there would be nothing to see.
        href = screen.address.here(columns=() if len(after) == len(columns) else after or (name,))
        mark = screen.words("data.column_in" if is_in else "data.column_out")
        text = [html.Code(name, lang="en"), html.Span(mark, className="visually-hidden")]
        link = dcc.Link(text, href=href, className="chosen-column" if is_in else "left-column")
        entries.append(html.Li([link, _meaning(screen, meanings[name])]))
    title = screen.words("data.columns", count=len([name for name in columns if name in chosen]), all=len(columns))
    return html.Details([html.Summary(title), html.Ul(entries, className="column-list")], className="twin")


def _meaning(screen: Screen, column: dictionary.Column) -> Component:
    """The codes of the data that a meaning names stand in type of their own."""
    pieces = column.in_language(screen.language).split("`")
    told = [html.Code(text, lang="en") if index % 2 else text for index, text in enumerate(pieces) if text]
    return html.Span([part for piece in told for part in _marked(screen, piece)], className="column-meaning")


def _marked(screen: Screen, piece: Component | str) -> list[Component | str]:
    return list(figures.mixed(screen, piece)) if isinstance(piece, str) else [piece]


def take_away(screen: Screen, dataset: str) -> Component:
    """The same rows as a file, and the address that a script can call."""
    words = screen.words
    query = urlencode([pair for pair in screen.address.pairs() if pair[0] not in ("lang", "rows", "across", "status")])
    paths = {name: f"{export_path(dataset, name)}{'?' + query if query else ''}" for name in ENDINGS}
    copy = data(copy_from=paths["csv"], done=words("copied"))
    files = [
        html.A(words(f"data.{name}"), href=path, className="button", download=f"{dataset}{ENDINGS[name]}")
        for name, path in paths.items()
    ]
    return html.Div(
        [
            *files,
            dressed(dbc.Button(words("data.copy_rows"), type="button", className="copy"), **copy),
            html.P([words("data.script"), html.Code(paths["csv"], id="script-address", lang="en")], className="note"),
        ],
        className="take-away",
    )


LOCALE_TEXTS: dict[str, dict[str, str]] = {
    "en": {},
    "zh": {
        "page": "页",
        "to": "至",
        "of": "共",
        "more": "更多",
        "nextPage": "下一页",
        "lastPage": "末页",
        "firstPage": "首页",
        "previousPage": "上一页",
        "pageSizeSelectorLabel": "每页行数:",
        "ariaPageSizeSelectorLabel": "每页行数",
        "noRowsToShow": "没有符合条件的行",
        "loadingOoo": "载入中……",
    },
}
