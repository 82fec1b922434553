"""What the server answers besides Dash: files, requests, health, the installed style sheet, headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, Response, request

from dashboards.pages.directory import is_known
from dashboards.web.document_routes import register_documents
from dashboards.web.export_routes import register_exports
from dashboards.web.health import register_health
from dashboards.web.mailbox import Mailbox
from dashboards.web.request_routes import register_requests
from dashboards.web.sent_files import FOR_GOOD, YEAR_SECONDS, package_folder
from dashboards.words import LANGUAGES
from metrics.warehouse import NoSnapshot, Snapshot, Warehouse

LANGUAGE_COOKIE = "duibiao_language"
# Nothing may be fetched from another host, whatever a page contains, and no script runs that is not ours.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; "
    "form-action 'self'"
)


def _bootstrap_file() -> Path:
    return package_folder("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css"


def _bootstrap_version() -> str:
    head = _bootstrap_file().read_bytes()[:300].decode("utf-8", "replace")
    match = re.search(r"v(\d+\.\d+\.\d+)", head)
    return match[1] if match else "5"


STYLE_PATH = f"/vendor/bootstrap.min.css?v={_bootstrap_version()}"


def register_routes(server: Flask, warehouse: Warehouse, script_hashes: Sequence[str] = ()) -> None:
    """Adds the addresses that are no pages, the vendored style sheet, the language cookie and the security headers.

    `script_hashes` are those of the scripts written out in a document, as the policy names them.
    """
    policy = CONTENT_POLICY.format(scripts=" ".join(script_hashes))

    def _now() -> Snapshot | None:
        try:
            return warehouse.snapshot()
        except NoSnapshot:
            # Nothing is published: the page itself says what to do, whatever its address.
            return None

    @server.get("/vendor/bootstrap.min.css")
    def bootstrap() -> Response:
        # The address carries the version, so a copy may be kept for good.
        return Response(_bootstrap_file().read_bytes(), mimetype="text/css", headers={"Cache-Control": FOR_GOOD})

    register_exports(server, warehouse)
    register_documents(server, warehouse)
    mailbox = Mailbox(warehouse.folder.parent)
    register_requests(server, mailbox, _now)
    register_health(server, warehouse, mailbox)

    @server.after_request
    def finish(response: Response) -> Response:
        asked = request.args.get("lang")
        # What became of a request is a piece of a page, and chooses nothing for the next one.
        is_page = response.mimetype == "text/html" and not request.path.startswith("/requests/")
        if asked in LANGUAGES and is_page:
            response.set_cookie(LANGUAGE_COOKIE, asked, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, path="/")
        if is_page and response.status_code == 200 and not is_known(request.path, _now()):
            response.status_code = 404
        if is_page:
            # The same address speaks the language of its reader's cookie, and shows the build and the day in force.
            response.vary.add("Cookie")
            response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response
