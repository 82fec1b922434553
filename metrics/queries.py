"""The named SELECTs of `metrics/sql`: their folders, their texts, and what answers them."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

SQL_FOLDER = Path(__file__).parent / "sql"
QUERIES_FOLDER = SQL_FOLDER / "queries"
EXPORTS_FOLDER = SQL_FOLDER / "exports"
MARTS_FOLDER = SQL_FOLDER / "marts"
VIEWS_FOLDER = SQL_FOLDER / "views"


class Answers(Protocol):
    """What answers the named queries: the published snapshot, or a view of it as of an earlier day."""

    @property
    def seen_on(self) -> date:
        """The day that the view is of."""
        ...

    def rows(self, query_name: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of `metrics/sql/queries/<query_name>.sql`."""
        ...


@cache
def query_text(name: str, folder: Path = QUERIES_FOLDER) -> str:
    """The SQL of one named query."""
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


@cache
def queries_hash() -> str:
    """SHA-256 over every SQL text here: a build made by other texts may lack what these ask for."""
    digest = hashlib.sha256()
    for path in sorted(SQL_FOLDER.rglob("*.sql")):
        digest.update(f"{path.relative_to(SQL_FOLDER).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()
