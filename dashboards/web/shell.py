"""The Dash application: a factory, the document around every page, and the callback that draws its live parts.

A page is a document: the server draws it as HTML (`markup.py`), links and forms lead to the next. Dash's scripts come
only where something lives in the browser, after the page is there, and draw that alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, cast

import dash
from dash import Input, Output, dcc, html
from dash.development.base_component import Component
from flask import Flask, request

from dashboards import theme
from dashboards.markup import Place
from dashboards.web.routes import LANGUAGE_COOKIE, STYLE_PATH, register_routes
from dashboards.web.screens import Screens
from dashboards.web.sent_files import chart_address, register_files, theme_address
from dashboards.words import document_language, load_words
from metrics.warehouse import Warehouse

THEME_COOKIE = "duibiao_theme"
SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
ISLANDS_SCRIPT = "/assets/islands.js"
# The scripts of components that few pages have, each by a part of its address: sent where one is drawn. Dash brings a
# table of its own, which no page has.
RARE_SCRIPTS = ("dash_ag_grid", "dash_table")
# What browsers of before 2018 lack; those do not know modules either, which start Dash here. The one name that Dash
# takes from it, `regeneratorRuntime`, comes with Bootstrap's components too.
POLYFILL = "/deps/polyfill"
LOCATION_ID = "address"
PLACES_ID = "places"

INDEX = """<!DOCTYPE html>
<html lang="{lang}"{theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="stylesheet" href="{bootstrap}">
<link rel="stylesheet" href="{colours}">
{css}
{scripts}
</head>
<body>
<noscript><p class="noscript">{noscript}</p></noscript>
<div class="body">{body}</div>
{live}
</body>
</html>"""
# Dash's part of a document; a module starts after every script above it.
LIVE_PARTS = ("app_entry", "config")
LIVE = '<div hidden>{app_entry}{config}{inline}<script type="module">{start}</script></div>'


class Application(dash.Dash):
    """Dash with a document that is whole before Dash starts."""

    screens: Screens
    parts: Mapping[str, str]

    def start(self) -> None:
        """Readies Dash before the first request, and keeps what it writes into every document.

        Dash readies itself during the first request and tells the others that arrive meanwhile that it has no scripts:
        a browser asks for several at once, and its page stayed empty. So it is ready before anybody asks.
        """
        with self.server.test_request_context("/"):
            self.server.preprocess_request()
            super().index()

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        """What Dash's own document would be; its parts are kept for ours."""
        self.parts = parts
        whole: str = super().interpolate_index(**parts)
        return whole

    def index(self, *_: Any, **__: Any) -> str:
        """The HTML document of the page that is asked for."""
        address = self.screens.address(request.path, request.query_string.decode("utf-8", "replace"), _remembered())
        words, drawn = load_words(address.language), self.screens.drawn(address)
        scripts, inline = _scripts(self.parts["scripts"], drawn.places)
        live = LIVE.format(inline=inline, start=self.renderer, **{name: self.parts[name] for name in LIVE_PARTS})
        return INDEX.format(
            lang=document_language(words.language),
            title=escape(drawn.title),
            description=escape(f"{words('brand')} · {words('tagline')}"),
            noscript=escape(words("noscript")),
            bootstrap=STYLE_PATH,
            colours=theme_address(),
            css=self.parts["css"],
            scripts=scripts,
            theme=_chosen_theme(request.cookies.get(THEME_COOKIE)),
            body=drawn.body,
            live=live if drawn.places else "",
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
    app.layout = html.Div([dcc.Location(id=LOCATION_ID, refresh=False), html.Div(id=PLACES_ID)])
    register(app)
    app.screens = Screens(warehouse)
    register_routes(server, warehouse, app.csp_hashes())
    register_files(server)
    # The first chart of a process costs a quarter of a second: paid here rather than by the first reader.
    theme.chart_template()
    app.start()
    return app


def register(app: Application) -> None:
    """The callback that draws the live parts of a page at their places."""

    @app.callback(Output(PLACES_ID, "children"), Input(LOCATION_ID, "pathname"), Input(LOCATION_ID, "search"))
    def show(path: str | None, search: str | None) -> list[Place]:
        return list(app.screens.drawn(app.screens.address(path, search, _remembered())).places)


def _remembered() -> str | None:
    return request.cookies.get(LANGUAGE_COOKIE)


def _scripts(scripts: str, places: Iterable[Place]) -> tuple[str, str]:
    """The scripts that a document with these live parts has a use for, each after the page; and those written out."""
    drawn = {node._namespace for place in places for node in _components(place)}
    wanted = [source for source in SCRIPT.findall(scripts) if _is_wanted(source, drawn)]
    charts = f'<meta name="duibiao-charts" content="{chart_address()}">\n' if drawn else ""
    if any(type(node) is dcc.Graph for place in places for node in _components(place)):
        charts += f'<link rel="preload" as="script" href="{chart_address()}">\n'
    return charts + "\n".join(f'<script defer src="{source}"></script>' for source in wanted), SCRIPT.sub("", scripts)


def _is_wanted(source: str, drawn: set[str]) -> bool:
    if source.startswith("/assets/"):
        return bool(drawn) or not source.startswith(ISLANDS_SCRIPT)
    rare = next((name for name in RARE_SCRIPTS if f"/{name}/" in source), None)
    return bool(drawn) and POLYFILL not in source and (rare is None or rare in drawn)


def _components(node: Any) -> Iterator[Component]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from _components(child)
    elif isinstance(node, Component):
        yield node
        yield from _components(vars(node).get("children"))


def _chosen_theme(remembered: str | None) -> str:
    return f' data-theme="{remembered}"' if remembered in theme.THEMES else ""
