"""Every way in which a file can be laid out as cells: the sheets of a workbook, or a text under each delimiter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from expectations.result import Finding
from metrics.contract import LARGEST_FILE
from pipelines.readers.delimited import UnreadableText, likely_delimiters, read_delimited
from pipelines.readers.encoding import first_broken_line, possible_texts
from pipelines.readers.grid import Grid
from pipelines.readers.sheet_look import Refused
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader

# Cut into cells, a text takes some twenty times its size.
MOST_TEXT_BYTES = 8 * 1024 * 1024
_MOST_TEXT = "20 000 行 rows × 200 列 columns, 200 000 格 cells"
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_NOT_TABLES = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"Rar!": "RAR",
               b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}  # fmt: skip

_USUAL_WORDS = ("单位", "指标", "数据", "名称", "地区", "报告")

H = TypeVar("H")


@dataclass(frozen=True)
class Layouts:
    """The grids of one file, and what made another layout of it impossible."""

    grids: list[Grid]
    is_text: bool
    problem: Finding


class Unreadable(ValueError):
    """A file of which nothing can be used; it carries the finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.rule_id)


def read_layouts(path: Path, file: str, workbooks: WorkbookReader, otherwise: Finding) -> Layouts:
    """The layouts of the file at `path`.

    Args:
        path: where its bytes are.
        file: what it is called in findings.
        workbooks: the child process for workbooks.
        otherwise: the finding for a file that can be laid out, in none of which the table is found.

    Raises:
        Unreadable: when there is no layout at all, with the reason.
    """
    content = _read_bytes(path, file)
    if content.startswith(_WORKBOOKS):
        return Layouts(_sheets(path, file, workbooks), is_text=False, problem=otherwise)
    if len(content) > MOST_TEXT_BYTES:
        raise Unreadable(reading_finding("file.large", file, detail=f"{len(content) / 2**20:.0f} MB"))
    for mark, kind in _NOT_TABLES.items():
        if content.startswith(mark):
            raise Unreadable(reading_finding("file.kind", file, detail=kind))
    if content.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Unreadable(reading_finding("file.kind", file, detail="HTML / XML"))
    return _texts(content, file, otherwise)


def choose_layout(
    layouts: Layouts, file: str, find: Callable[[Grid], H | None], size: Callable[[H], int],
    is_whole: Callable[[Grid, H], bool] = lambda grid, found: True,
) -> tuple[Grid, H]:  # fmt: skip
    """The one grid in which `find` sees the table, with what it found there.

    Of several sheets the only one that is seen and `is_whole`.
    Of a text the first possible encoding under which anything is found, and there the delimiter that gives most.

    Raises:
        Unreadable: when the table is in none of them, or it cannot be told in which.
    """
    found = [(grid, table) for grid in layouts.grids if (table := find(grid)) is not None]
    if not found:
        raise Unreadable(layouts.problem)
    if not layouts.is_text:
        # A hidden copy of an earlier report beside the one that is seen is not meant.
        seen = [pair for pair in found if not pair[0].is_hidden]
        if len(seen) < len(found) and seen:
            seen[0][0].facts["hidden"] = "未读隐藏的工作表 hidden sheets left out"
        # An annex beside the report does not say of whom and of when it is.
        whole = [pair for pair in seen if is_whole(*pair)]
        if len(seen) == 1 or len(whole) == 1:
            return (seen if len(seen) == 1 else whole)[0]
        if len(found) > 1:
            names = "、".join(str(grid.sheet) for grid, _ in found)
            raise Unreadable(reading_finding("table.several", file, detail=names))
        return found[0]
    encoding = found[0][0].facts["encoding"]
    rivals = sorted((pair for pair in found if pair[0].facts["encoding"] == encoding), key=lambda pair: -size(pair[1]))
    if len(rivals) > 1 and size(rivals[0][1]) == size(rivals[1][1]):
        raise Unreadable(reading_finding("table.ambiguous", file))
    return rivals[0]


def _read_bytes(path: Path, file: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise Unreadable(reading_finding("file.unreadable", file, detail="不是普通文件 not a regular file"))
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Unreadable(reading_finding("file.large", file, detail=f"{size / 2**20:.0f} MB"))
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(reading_finding("file.unreadable", file, detail=error.strerror)) from None
    if not content.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").strip(b"\x00 \t\r\n"):
        raise Unreadable(reading_finding("file.empty", file))
    return content


def _sheets(path: Path, file: str, workbooks: WorkbookReader) -> list[Grid]:
    try:
        grids = workbooks.read(path)
    except Refused as refused:
        raise Unreadable(
            reading_finding(refused.rule_id, file, refused.row_number, refused.column, sheet=refused.sheet,
                            **refused.facts)
        ) from None  # fmt: skip
    for grid in grids:
        grid.facts["format"] = "工作簿 workbook"
    return grids


def _texts(content: bytes, file: str, otherwise: Finding) -> Layouts:
    grids: list[Grid] = []
    problem: Finding | None = None
    is_utf8 = False
    for decoded in possible_texts(content):
        is_utf8 = is_utf8 or decoded.encoding.startswith("UTF-8")
        for delimiter in likely_delimiters(decoded.text):
            try:
                grid = read_delimited(decoded.text, delimiter)
            except UnreadableText as error:
                problem = problem or reading_finding(error.rule_id, file, error.row_number, said_as=error.said_as,
                                                     detail=error.detail or _MOST_TEXT)  # fmt: skip
                continue
            grid.facts["encoding"] = decoded.encoding
            grids.append(grid)
    broken = "file.nul" if b"\x00" in content else "file.encoding.unclear"
    unclear = reading_finding(broken, file, first_broken_line(content))
    if not grids:
        raise Unreadable(problem or unclear)
    is_certain = is_utf8 or any(grid.facts["encoding"].endswith("(BOM)") or _is_chinese(grid) for grid in grids)
    return Layouts(grids, is_text=True, problem=problem or (otherwise if is_certain else unclear))


def _is_chinese(grid: Grid) -> bool:
    # Bytes that are no text of the encoding hardly ever come out as words that tables use.
    return any(word in cell.text for line in grid.lines[:40] for _, cell in line.filled() for word in _USUAL_WORDS)
