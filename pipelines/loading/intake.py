"""Intake: every file that the sources name, read as text into one frame per table, with its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from expectations.result import Finding
from expectations.runner import FILE_COLUMN, ROW_COLUMN
from metrics.catalog import Files
from metrics.periods import Interval, InvalidPeriod
from pipelines.readers.encoding import readable_name
from pipelines.readers.table import Row, read_table
from pipelines.readers.wording import reading_finding
from pipelines.sources import load_sources
from pipelines.sources.files import DEFINITIONS, HeldFile, definition_folders, held_files

_DOORS = {"archive", "quarantine", "inbox"}


@dataclass(frozen=True)
class SourceFile:
    """One file as received: path relative to `raw`, SHA-256, size in bytes, class of its figures."""

    path: str
    sha256: str
    byte_count: int
    provenance: str


@dataclass
class Intake:
    """What was read: text frames by table name, the files behind them, and what could not be read."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    files: list[SourceFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def list_files(raw_folder: Path, definitions: Files, with_sample: bool) -> Iterator[HeldFile]:
    """Every file of every source, in a stable order; sample sources only when they are wanted."""
    return held_files(raw_folder, definitions, [s for s in load_sources() if s.provenance != "sample" or with_sample])


def unread_files(raw_folder: Path, read: Iterable[Path]) -> list[Finding]:
    """What is said of every file under `raw_folder` that no source names: it looks loaded and is not.

    Args:
        raw_folder: where received files lie.
        read: the files that sources and ledgers name, samples included.
    """
    known = set(read)
    unread = [
        path.relative_to(raw_folder)
        for path in sorted(raw_folder.rglob("*"))
        if path.is_file() and path not in known and not _is_other(path.relative_to(raw_folder))
    ]
    return [
        # An annex where it lay under an older version would change figures by not being read.
        reading_finding("definitions.moved", readable_name(path))
        if path.parts[0] in definition_folders() and path.suffix == ".csv"
        else replace(reading_finding("file.unread", readable_name(path)), severity="warn")
        for path in unread
    ]


def _is_other(path: Path) -> bool:
    # What came in by other doors, what a person reads, what is hidden or still being written.
    return path.parts[0] in _DOORS or path.stem == "README" or any(part[0] in ".~" for part in path.parts)


def read_intake(raw_folder: Path, definitions: Files, with_sample: bool) -> Intake:
    """All tables of `raw_folder`, each cell as text, None where empty.

    A table whose source names no existing file comes back empty with its columns; a file that cannot be read
    leaves findings and no rows.
    """
    intake = _read(list_files(raw_folder, definitions, with_sample))
    _add_report_programme(intake.frames["report"])
    _add_interval(intake.frames["figure"])
    _add_labelled_name(intake.frames["centre"])
    return intake


def declared_frames(raw_folder: Path, definitions: Files) -> dict[str, pd.DataFrame]:
    """The tables that definitions declare, as `read_intake` gives them."""
    return declared_intake(raw_folder, definitions).frames


def declared_intake(raw_folder: Path, definitions: Files) -> Intake:
    """The tables that definitions declare, with what cannot be read of them."""
    sources = [source for source in load_sources() if source.files.startswith(DEFINITIONS)]
    intake = _read(held_files(raw_folder, definitions, sources))
    intake.frames = {source.table_name: intake.frames[source.table_name] for source in sources}
    return intake


def _read(files: Iterable[HeldFile]) -> Intake:
    intake = Intake()
    rows: dict[str, list[Row]] = {s.table_name: [] for s in load_sources()}
    for file in files:
        source, name, content = file.source, readable_name(file.name), file.read()
        table = read_table(content, name, source.columns, source.optional)
        rows[source.table_name].extend(table.rows)
        intake.findings.extend(table.findings)
        intake.files.append(SourceFile(name, hashlib.sha256(content).hexdigest(), len(content), source.provenance))
    for source in load_sources():
        columns = [*source.columns, FILE_COLUMN, ROW_COLUMN]
        frame = pd.DataFrame(rows[source.table_name], columns=columns, dtype=object)
        intake.frames[source.table_name] = frame.astype({ROW_COLUMN: "int64"})
    return intake


def _add_report_programme(frame: pd.DataFrame) -> None:
    # A clerk's file does not say which programme it answers to; the folder it is filed under does.
    frame["programme_id"] = pd.Series([name.split("/")[2] for name in frame[FILE_COLUMN]], dtype=object)


def _add_interval(frame: pd.DataFrame) -> None:
    intervals = [_interval(label) for label in frame["period"]]
    frame["period_starts_on"] = pd.Series([i and i.starts_on.isoformat() for i in intervals], dtype=object)
    frame["period_ends_on"] = pd.Series([i and i.ends_on.isoformat() for i in intervals], dtype=object)


def _add_labelled_name(frame: pd.DataFrame) -> None:
    # Real and sample centres share a table; only a sample's name has to say that it is one.
    names = [row["name"] if row[FILE_COLUMN].startswith("sample/") else None for _, row in frame.iterrows()]
    frame["labelled_name"] = pd.Series(names, dtype=object)


def _interval(label: object) -> Interval | None:
    try:
        return Interval.parse(str(label))
    except InvalidPeriod:
        return None  # The suite names the row: its rule wants both days of every figure.
