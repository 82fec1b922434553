"""The data explorer: any dataset, filtered and cut by the address, the same rows as the file."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components import data_grid
from dashboards.components.sections import page_head, section
from dashboards.exports.datasets import (
    DATASETS,
    chosen_rows,
    column_types,
    first_rows,
    grain,
    held_datasets,
    held_values,
)
from dashboards.exports.selection import BadSelection, Selection
from dashboards.exports.totals import total_of
from dashboards.pages import missing
from dashboards.screen import Page, Screen
from metrics.warehouse import Snapshot

PATH = "/data"
MENU_PLACE = 90
PATHS = ("/data", "/data/<dataset>")
DEFAULT_DATASET = "attainment"


def layout(screen: Screen, snapshot: Snapshot, dataset: str = DEFAULT_DATASET) -> Page:
    """One dataset; programme and period narrow it only where the address names them."""
    if dataset not in DATASETS:
        return missing.layout(screen, snapshot, "missing_page.dataset")
    words = screen.words
    title = DATASETS[dataset] if screen.language == "zh" else dataset.replace("-", " ").capitalize()
    what = words("data.what") if screen.language == "zh" else f"{grain(dataset).capitalize()}."
    content = html.Div(
        [
            page_head(words("data.title"), words("data.summary")),
            data_grid.dataset_list(screen, dataset, _offered(snapshot, dataset)),
            section(title, html.Div(_body(screen, snapshot, dataset)), what),
        ],
        className="wide-page",
    )
    return Page(f"{words('data.title')} · {title}", content, screen)


def is_there(snapshot: Snapshot, dataset: str = DEFAULT_DATASET) -> bool:
    """Whether there is such a dataset."""
    return dataset in DATASETS


def _offered(snapshot: Snapshot, chosen: str) -> list[str]:
    """Those that hold anything, and the one that is looked at."""
    held = held_datasets(snapshot)
    return [name for name in DATASETS if name in held or name == chosen]


def _body(screen: Screen, snapshot: Snapshot, dataset: str) -> list[Component]:
    words = screen.words
    types = column_types(snapshot, dataset)
    try:
        selection = Selection.of(screen.address)
        active = selection.on(list(types))
        chosen = chosen_rows(snapshot, dataset, selection)
    except BadSelection as reason:
        return [_refused(screen, screen.name(reason.sentence), dataset)]
    shown, count = first_rows(snapshot, chosen, data_grid.MOST_ROWS)
    return [
        *data_grid.kind_presets(screen, held_values(snapshot, dataset, data_grid.KIND_COLUMN, types)),
        data_grid.filter_chips(screen, active),
        data_grid.filter_form(screen, dataset, list(types)),
        data_grid.column_chooser(screen, dataset, list(types)),
        data_grid.take_away(screen, dataset),
        html.P([words("data.count", count=count), *_cut(screen, count)], className="data-count"),
        data_grid.grid(dataset, chosen.types, shown, screen.language),
        html.P(total_of(screen, snapshot, dataset), className="note"),
    ]


def _cut(screen: Screen, count: int) -> list[str]:
    if count <= data_grid.MOST_ROWS:
        return []
    return [screen.words("data.cut", shown=data_grid.MOST_ROWS)]


def _refused(screen: Screen, sentence: str, dataset: str) -> Component:
    plain = screen.address.here(where=(), columns=())
    return html.Div(
        [
            html.P(screen.words("data.refused"), className="lead-sentence"),
            html.P(html.Code(sentence)),
            html.A(screen.words("data.without_filters"), href=plain, className="more"),
        ],
        className="empty",
    )
