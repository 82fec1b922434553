"""Handing in a report: drop a file, see what the checks say of each cell, send it again."""

from __future__ import annotations

import json
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.aria import aria, data, dressed
from dashboards.components.rounds.acting import acting_name, clerk_notice
from dashboards.components.sections import page_head, section
from dashboards.screen import Page, Screen
from metrics.catalog import load_catalog
from metrics.contract import LARGEST_FILE
from metrics.reading.annual_report import centre_names
from metrics.warehouse import Snapshot

PATH = "/upload"
MENU_PLACE = 50
# What `requests.js` writes on the page, in the reader's language.
SPOKEN = (
    "too_large", "sending", "waiting", "asleep", "unreachable", "errors", "warnings", "conversions", "no_errors",
    "received", "marked", "again", "to_unit", "to_centre", "to_round", "hash", "hash_same", "hash_other",
    "hash_unsent", "hash_sent", "nameless", "unreadable", "state.working", "state.done", "state.refused",
    "state.failed", "state.already", "column.place", "column.value", "column.sentence", "column.next_step",
    "column.was", "column.read", "column.how", "sheet", "row", "whole_file", "more",
)  # fmt: skip


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page; programme and round are read from the file, so none is picked here."""
    return _page(screen, centre_names(snapshot))


def without_snapshot(screen: Screen) -> Page:
    """The page before the first load: reports can be handed in already."""
    return _page(screen, {})


def _page(screen: Screen, centres: dict[str, str]) -> Page:
    words = screen.words
    content = html.Div(
        [
            page_head(words("upload.title"), words("upload.summary")),
            clerk_notice(screen),
            section(words("upload.file"), html.Div([_templates(screen), _form(screen)])),
            section(words("upload.results"), _results(screen, centres), words("upload.results_note")),
        ]
    )
    return Page(words("upload.title"), content, screen, is_found=True)


def _templates(screen: Screen) -> Component:
    """Where the templates are: the unit's page, the centre's page, and the round's."""
    words, address = screen.words, screen.address
    doors = [dcc.Link(words(f"menu.{name}"), href=address.to(f"/{name}")) for name in ("units", "round", "centres")]
    between: list[Component | str] = [part for door in doors for part in (door, words("separator"))]
    return html.P([words("upload.note"), *between[:-1], words("upload.note_end")], className="note")


def _form(screen: Screen) -> Component:
    words = screen.words
    chooser = dressed(
        dbc.Input(id="upload-files", type="file", className="upload-files"),
        multiple=True,
        **aria(describedby="upload-limits"),
    )
    zone = html.Div(
        [
            html.P(words("upload.drop"), className="drop-text"),
            dbc.Label(words("upload.choose"), html_for="upload-files", className="drop-label"),
            chooser,
            html.P(words("upload.limits"), id="upload-limits", className="note"),
            html.P("", id="upload-complaint", className="complaint", hidden=True, role="alert"),
        ],
        id="drop-zone",
        className="drop-zone",
    )
    return html.Div([acting_name(screen), zone], className="upload-form")


def _results(screen: Screen, centres: dict[str, str]) -> Component:
    spoken: dict[str, Any] = {key: screen.words.entries[f"upload.{key}"] for key in SPOKEN}
    named = {"lang": screen.language, "largest": str(LARGEST_FILE), "names": json.dumps(_names(screen) | centres)}
    return html.Div(
        [
            html.P(screen.words("upload.none_yet"), className="empty", id="upload-none"),
            html.Ul(id="upload-list", className="lines uploads"),
        ],
        id="upload-desk",
        **data(words=json.dumps(spoken, ensure_ascii=False), **named),
        **aria(live="polite"),
    )


def _names(screen: Screen) -> dict[str, str]:
    """The words for units, programmes and rounds by id: a receipt knows ids only."""
    catalog, is_chinese = load_catalog(), screen.language == "zh"
    names = {unit.id: unit.name if is_chinese else unit.name_en for unit in catalog.units}
    for programme in catalog.programmes:
        names[programme.id] = programme.short_name.zh if is_chinese else programme.short_name.en
        names |= {period_id: formats.short_period(period_id, screen.language) for period_id in programme.rounds}
    return names
