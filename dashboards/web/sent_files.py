"""The files that a browser is sent besides pages: charts in a small bundle, each compressed once, kept for good.

Plotly's whole script weighs 4.8 MB; the bundle with bars, lines and gauges a quarter of it. It comes from npm
(`make setup` fetches it where npm is there); without it the whole script of the Python package is sent instead.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from importlib import util
from pathlib import Path
from typing import cast

import brotli
from flask import Flask, Response, request

from dashboards import theme

YEAR_SECONDS = 365 * 24 * 3600
FOR_GOOD = f"public, max-age={YEAR_SECONDS}, immutable"
SMALL_BUNDLE = Path(__file__).parents[1] / "browser/node_modules/plotly.js-finance-dist-min/plotly-finance.min.js"
# Enough to lose little against the strongest, at a tenth of its time: paid once per file and process.
BROTLI_QUALITY = 8
STATIC_PATHS = ("/_dash-component-suites/", "/assets/", "/vendor/")


def chart_file() -> Path:
    """The script that draws charts: the small bundle, else the whole one."""
    return SMALL_BUNDLE if SMALL_BUNDLE.is_file() else package_folder("plotly") / "package_data" / "plotly.min.js"


def package_folder(name: str) -> Path:
    """Where an installed package lies.

    Raises:
        RuntimeError: naming the package that is missing.
    """
    found = util.find_spec(name)
    if found is None or found.origin is None:
        raise RuntimeError(f"{name} is not installed: pip install -r requirements.lock")
    return Path(found.origin).parent


@cache
def chart_address() -> str:
    """The address of the chart script; it carries its hash, so a copy may be kept for good."""
    return f"/vendor/charts.{hashlib.sha256(chart_file().read_bytes()).hexdigest()[:12]}.js"


@cache
def theme_address() -> str:
    """The address of the colours and fonts as a style sheet, with their hash."""
    return f"/vendor/theme.{hashlib.sha256(theme.custom_properties().encode()).hexdigest()[:12]}.css"


def register_files(server: Flask) -> None:
    """Adds the chart script and the colours; static files go out compressed, from memory, to be kept."""

    @server.get(chart_address())
    def charts() -> Response:
        return Response(chart_file().read_bytes(), mimetype="text/javascript", headers={"Cache-Control": FOR_GOOD})

    @server.get(theme_address())
    def colours() -> Response:
        return Response(theme.custom_properties(), mimetype="text/css", headers={"Cache-Control": FOR_GOOD})

    @server.after_request
    def keep(response: Response) -> Response:
        if response.status_code != 200 or not request.path.startswith(STATIC_PATHS):
            return response
        if "m" in request.args or "max-age=31536000" in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = FOR_GOOD
            return _compressed(response)
        # A part that a script asks for by its bare name: kept too, and asked about each time.
        response.headers["Cache-Control"] = "no-cache"
        tagged = _compressed(response)
        tagged.add_etag()
        return cast(Response, tagged.make_conditional(request))


def _compressed(response: Response) -> Response:
    if request.accept_encodings.best_match(("br",)) is None:
        return response
    response.direct_passthrough = False
    response.set_data(_brotli(request.full_path, response.get_data()))
    response.headers["Content-Encoding"] = "br"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.pop("ETag", None)
    return response


@lru_cache(maxsize=256)
def _brotli(address: str, content: bytes) -> bytes:
    return brotli.compress(content, quality=BROTLI_QUALITY)
