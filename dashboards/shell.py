"""The Dash application: a factory, one routing callback, and the page around it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, cast

import dash
from dash import Input, Output, State, dcc, html
from flask import Flask, request

from dashboards import theme
from dashboards.address import Address
from dashboards.components.frame import frame
from dashboards.pages import missing, page_at
from dashboards.routes import LANGUAGE_COOKIE, STYLE_PATH, register_routes
from dashboards.screen import Page, Screen
from dashboards.sent_files import chart_preload, register_files
from dashboards.still import stilled
from dashboards.words import load_words
from metrics.warehouse import Build, NoSnapshot, Warehouse

THEME_COOKIE = "duibiao_theme"
# The grid's scripts weigh as much as all others and only the data pages have a grid; Dash's own table has no page.
GRID_SCRIPT = re.compile(r'<script src="[^"]*/dash_ag_grid/[^"]*"></script>')
TABLE_SCRIPT = re.compile(r'<script src="[^"]*/dash_table/[^"]*"></script>')
NO_MODULE = '<script nomodule src="/_dash-component-suites/dash/deps/polyfill'
KEPT_SCREENS = 256
LOCATION_ID = "address"
BODY_ID = "body"
HEAD_ID = "head-facts"

INDEX = """<!DOCTYPE html>
<html lang="{lang}"{theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{title}">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="stylesheet" href="{bootstrap}">
{css}
{charts}
<style>{properties}</style>
</head>
<body>
<noscript><p class="noscript">{noscript}</p></noscript>
{app_entry}
<div hidden>{config}{scripts}{renderer}</div>
</body>
</html>"""

# Language and title belong to the document, which Dash does not draw; focus follows the reader to a new page.
APPLY_HEAD = """
function (head, hash) {
    if (!head) { return window.dash_clientside.no_update; }
    document.documentElement.lang = head.lang;
    document.title = head.title;
    const isFirst = !window.duibiaoHasPage;
    window.duibiaoHasPage = true;
    window.requestAnimationFrame(function () {
        const place = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
        if (place) { place.scrollIntoView(); return; }
        if (isFirst) { return; }
        window.scrollTo(0, 0);
        const heading = document.querySelector("h1");
        if (heading) { heading.focus({preventScroll: true}); }
    });
    return head.lang;
}
"""


class Application(dash.Dash):
    """Dash with a document in the reader's language: `lang`, title and the words for browsers without scripts."""

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        """The HTML document around the application."""
        words = load_words(_address(request.path, request.query_string.decode("utf-8", "replace")).language)
        return INDEX.format(
            lang=_document_language(words.language),
            title=escape(f"{words('brand')} · {words('tagline')}"),
            noscript=escape(words("noscript")),
            bootstrap=STYLE_PATH,
            properties=theme.custom_properties(),
            css=parts["css"],
            app_entry=parts["app_entry"],
            config=parts["config"],
            scripts=_needed_scripts(parts["scripts"], request.path),
            charts=chart_preload(request.path),
            theme=_chosen_theme(request.cookies.get(THEME_COOKIE)),
            renderer=parts["renderer"],
        )


def create_dash(warehouse: Warehouse) -> dash.Dash:
    """The application over one warehouse; the Flask server is its `server`."""
    server: Any = Flask("dashboards")
    app = Application(
        "dashboards",
        server=server,
        assets_folder="assets",
        pages_folder="",
        use_pages=False,
        serve_locally=True,
        compress=True,
        title="Duibiao",
        update_title=cast(Any, None),
        enable_mcp=False,
    )
    app.layout = html.Div(
        [
            dcc.Location(id=LOCATION_ID, refresh=False),
            dcc.Store(id=HEAD_ID),
            html.Div(id=BODY_ID, className="body"),
        ]
    )
    register(app, warehouse)
    register_routes(server, warehouse)
    register_files(server)
    # The first chart of a process costs a quarter of a second: paid here rather than by the first reader.
    theme.chart_template()
    _start(app)
    return app


def _start(app: dash.Dash) -> None:
    # Dash readies itself during the first request and tells the others that arrive meanwhile that it has no scripts:
    # a browser asks for several at once, and its page stayed empty. So it is ready before anybody asks.
    with app.server.test_request_context("/"):
        app.server.preprocess_request()


def register(app: dash.Dash, warehouse: Warehouse) -> None:
    """The one routing callback, and the script that hands language and title to the document."""
    screens = Screens(warehouse)

    @app.callback(
        Output(BODY_ID, "children"),
        Output(HEAD_ID, "data"),
        Input(LOCATION_ID, "pathname"),
        Input(LOCATION_ID, "search"),
    )
    def show(path: str | None, search: str | None) -> tuple[Any, dict[str, str]]:
        return screens.drawn(_address(path, search))

    app.clientside_callback(
        APPLY_HEAD,
        Output(BODY_ID, "lang"),
        Input(HEAD_ID, "data"),
        State(LOCATION_ID, "hash"),
    )


class Screens:
    """Every screen is made of an address, a build and today's date alone: the last few hundred are kept as drawn."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._build_id: str | None = None
        self._draw = lru_cache(maxsize=KEPT_SCREENS)(self._drawn)

    def drawn(self, address: Address) -> tuple[Any, dict[str, str]]:
        """The body of the document at an address, and the facts for its head."""
        try:
            build_id = self._warehouse.snapshot().build.build_id
        except NoSnapshot:
            return self._drawn(address, date.today())
        if build_id != self._build_id:
            self._draw.cache_clear()
            self._build_id = build_id
        return self._draw(address, date.today())

    def _drawn(self, address: Address, _: date) -> tuple[Any, dict[str, str]]:
        page, build = page_and_build(self._warehouse, address)
        title = f"{page.title} · {page.screen.words('brand')}"
        return stilled(frame(page, build)), {"lang": _document_language(page.screen.language), "title": title}


def page_and_build(warehouse: Warehouse, address: Address) -> tuple[Page, Build | None]:
    """The page at an address, with the build it was drawn from; without a snapshot, what to do about it."""
    screen = Screen(load_words(address.language), address)
    try:
        snapshot = warehouse.snapshot(address.as_of)
    except NoSnapshot:
        return missing.no_snapshot(screen), None
    return page_at(screen, snapshot), snapshot.build


def _address(path: str | None, search: str | None) -> Address:
    return Address.parse(path, search, request.cookies.get(LANGUAGE_COOKIE))


def _needed_scripts(scripts: str, path: str) -> str:
    """The scripts that a document at `path` has a use for."""
    # What makes browsers of before 2018 fit for Dash costs all others a third of a second.
    used = TABLE_SCRIPT.sub("", scripts).replace('<script src="/_dash-component-suites/dash/deps/polyfill', NO_MODULE)
    return used if path.startswith("/data") else GRID_SCRIPT.sub("", used)


def _chosen_theme(remembered: str | None) -> str:
    return f' data-theme="{remembered}"' if remembered in theme.THEMES else ""


def _document_language(language: str) -> str:
    return "zh-CN" if language == "zh" else "en"
