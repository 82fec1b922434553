"""Verdicts that are kept: what was judged of a table holds as long as table, rules and references are as they were."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.result import CheckResult, Finding
from expectations.suite import Suite

if TYPE_CHECKING:
    import pandas as pd

# Of each table: that of the build in force, and those of what somebody tries beside it.
MOST_OF_A_TABLE = 4

Verdict = tuple[CheckResult, ...]


class Verdicts:
    """The last verdicts on each table, in this process and, where a folder is given, for those that come after it."""

    def __init__(self, folder: Path | None = None, code: str = "") -> None:
        """`code` is that of whoever judges: what other code said is removed when the first verdict is kept."""
        self._folder = folder and folder / (code[:16] or "0")
        self._known: dict[str, dict[str, Verdict]] = {}

    def of(self, table_name: str, content: str) -> Verdict | None:
        """What was judged of a table with this content; None where it is not known."""
        known = self._known.setdefault(table_name, {})
        verdict = known.pop(content, None) or self._read(table_name, content)
        if verdict is not None:
            self._remember(table_name, content, verdict)
        return verdict

    def keep(self, table_name: str, content: str, verdict: Verdict) -> None:
        """Keeps what has been judged; a full disk keeps nothing and hinders nobody."""
        self._remember(table_name, content, verdict)
        if self._folder is None:
            return
        path = self._path(table_name, content)
        draft = path.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            if not self._folder.exists():
                shutil.rmtree(self._folder.parent, ignore_errors=True)
                self._folder.mkdir(parents=True)
            draft.write_text(json.dumps([asdict(result) for result in verdict], ensure_ascii=False), encoding="utf-8")
            draft.replace(path)
            kept = sorted(self._folder.glob(f"{table_name}-*.json"), key=lambda one: one.stat().st_mtime_ns)
            for old in kept[:-MOST_OF_A_TABLE]:
                old.unlink()

    def _remember(self, table_name: str, content: str, verdict: Verdict) -> None:
        known = self._known.setdefault(table_name, {})
        known[content] = verdict  # The last one asked for stands last.
        if len(known) > MOST_OF_A_TABLE:
            del known[next(iter(known))]

    def _read(self, table_name: str, content: str) -> Verdict | None:
        if self._folder is None:
            return None
        try:
            told: list[dict[str, Any]] = json.loads(self._path(table_name, content).read_text(encoding="utf-8"))
            return tuple(
                CheckResult(**result | {"findings": tuple(Finding(**one) for one in result["findings"])})
                for result in told
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None  # Only kept to save time: it is judged again.

    def _path(self, table_name: str, content: str) -> Path:
        assert self._folder is not None  # noqa: S101 - asked for only where there is one
        return self._folder / f"{table_name}-{content[:32]}.json"


def content_of(suite: Suite, frame: pd.DataFrame, arguments: list[Any]) -> str:
    """A hash over a suite, the cells of its table and the values that its rules accept."""
    digest = hashlib.sha256(repr((suite, arguments, list(frame.columns))).encode())
    for name in frame.columns:
        digest.update(repr(frame[name].tolist()).encode())
    return digest.hexdigest()
