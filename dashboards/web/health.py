"""`/healthz` and `/readyz`: whether pages can be read, and whether what is handed in is taken care of."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify

from dashboards.web.mailbox import Mailbox
from metrics.warehouse import NoSnapshot, Warehouse

Answer = tuple[Response, int]


def register_health(server: Flask, warehouse: Warehouse, mailbox: Mailbox) -> None:
    """Adds both. `/healthz` is 200 while pages can be read; `/readyz` only while a clerk is at work too."""

    @server.get("/healthz")
    def healthz() -> Answer:
        facts, is_readable = _health(warehouse, mailbox)
        return _told(facts, 200 if is_readable else 503)

    @server.get("/readyz")
    def readyz() -> Answer:
        facts, is_readable = _health(warehouse, mailbox)
        facts |= mailbox.backlog() | {"free_bytes": _free_bytes(warehouse.folder.parent)}
        return _told(facts, 200 if is_readable and facts["has_clerk"] else 503)


def _health(warehouse: Warehouse, mailbox: Mailbox) -> tuple[dict[str, Any], bool]:
    has_clerk = mailbox.has_clerk()
    try:
        build = warehouse.snapshot().build
    except NoSnapshot as reason:
        facts = {"status": "no snapshot", "next_step": "duibiao load", "reason": str(reason), "has_clerk": has_clerk}
        return facts, False
    facts = {
        "status": "ok" if has_clerk else "no clerk",
        "build_id": build.build_id,
        "built_at": build.built_at.isoformat(),
        "has_sample": build.has_sample,
        "has_clerk": has_clerk,
    }
    return facts if has_clerk else facts | {"next_step": "duibiao clerk"}, True


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except FileNotFoundError:
        return None  # Nothing has been loaded or handed in yet.


def _told(facts: dict[str, Any], status: int) -> Answer:
    answer = jsonify(facts)
    answer.headers["Cache-Control"] = "no-store"
    return answer, status
