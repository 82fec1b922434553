"""Workbooks as grids, read in a child process that may die in our stead."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any

from metrics.settings import PROJECT_FOLDER
from pipelines.readers.grid import EMPTY, Cell, Grid, Line
from pipelines.readers.sheet_look import Refused

if TYPE_CHECKING:
    from pipelines.readers.marked_file import CellMark

# Of the clock, on a machine that may be busy; of the processor's time a file has less (`workbook_reader`).
SECONDS = 60
MOST_ANSWER = 64 * 1024 * 1024


class WorkbookReader:
    """A child process that reads one workbook after another; a new one takes over from one that stopped."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> WorkbookReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    pipe.close()
            self._child = None

    def read(self, path: Path) -> list[Grid]:
        """The sheets of the workbook at `path`.

        Raises:
            Refused: when it may not be read, or its reading took more than its share of time or memory.
        """
        answer = self._ask(path)
        if "refusal" in answer:
            refusal = answer["refusal"]
            raise Refused(refusal["rule_id"], refusal.get("sheet"), refusal.get("row_number"),
                          refusal.get("column"), **refusal.get("facts", {}))  # fmt: skip
        return [_grid(sheet) for sheet in answer["sheets"]]

    def marked(
        self, content: bytes, marks: Sequence[CellMark], title: str, listed: Sequence[Sequence[str]]
    ) -> bytes | None:
        """The .xlsx file `content` with `marks` in its cells and a sheet that lists them.

        None where it is built in a way in which that is not certain, or took more than its share.
        """
        with TemporaryDirectory() as folder:
            path, to = Path(folder) / "sent.xlsx", Path(folder) / "made.xlsx"
            path.write_bytes(content)
            said = {"to": str(to), "marks": [list(vars(mark).values()) for mark in marks], "title": title}
            try:
                answer = self._ask(path, **said, listed=[list(line) for line in listed])
            except Refused:
                return None
            return to.read_bytes() if "marked" in answer else None

    def _ask(self, path: Path, **said: Any) -> dict[str, Any]:
        child = self._running()
        assert child.stdin is not None  # noqa: S101 - opened with pipes
        request = json.dumps({"path": str(path.resolve()), **said}) + "\n"
        try:
            child.stdin.write(request.encode())
            child.stdin.flush()
            answer = self._answer(child)
        except BrokenPipeError:
            answer = None
        if answer is None:
            is_late = child.poll() in (None, -signal.SIGXCPU)
            rule = "file.reader.time" if is_late else "file.reader.crash"
            self.close()
            raise Refused(rule)
        decoded: dict[str, Any] = json.loads(answer)
        return decoded

    def _answer(self, child: subprocess.Popen[bytes]) -> bytes | None:
        assert child.stdout is not None  # noqa: S101 - opened with pipes
        deadline, received = time.monotonic() + SECONDS, bytearray()
        while len(received) < MOST_ANSWER:
            ready, _, _ = select.select([child.stdout], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return None
            piece = os.read(child.stdout.fileno(), 1 << 16)
            if not piece:
                child.wait()
                return None
            received += piece
            if piece.endswith(b"\n"):
                return bytes(received)
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "pipelines.readers.workbook_reader"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=PROJECT_FOLDER,
            )  # fmt: skip
        return self._child


def _grid(sheet: dict[str, Any]) -> Grid:
    lines = [Line(number, [EMPTY if c is None else Cell(*c) for c in cells]) for number, cells in sheet["lines"]]
    merged = [((a[0], a[1]), (b[0], b[1])) for a, b in sheet["merged"]]
    return Grid(
        sheet["name"],
        lines,
        merged,
        hidden_rows=frozenset(sheet["hidden_rows"]),
        hidden_columns=frozenset(sheet["hidden_columns"]),
        is_hidden=sheet["is_hidden"],
        links={(row, column): target for row, column, target in sheet["links"]},
    )
