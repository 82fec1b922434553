"""Reads ledger files with DuckDB: every cell as text, in one form however a spreadsheet wrote it, nothing guessed.

The rows never pass through Python, so a file may hold millions, and are never held in memory, so it may be larger.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from duckdb import ColumnExpression, ConstantExpression, Expression, SQLExpression

from expectations.result import Finding
from metrics.database import quoted
from pipelines.ledgers.lines import diagnosis
from pipelines.ledgers.shape import FILE_PATTERNS, SQL_TYPES, Column, Shape
from pipelines.readers.encoding import readable_name
from pipelines.readers.wording import reading_finding

# Where ledger files lie under `raw`, and the class that their records have by lying there.
FOLDERS = {"evidence": "evidence", "sample/evidence": "sample"}
# 2019/6/30, 2019/6/30 0:00, 2019年6月30日, 2019-6-30; 1,234.5.
_DAY = r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?( 0?0:00(:00)?)?"
_GROUPED = r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?"
# A number that starts with 0 may have lost its point, or is a code: it is none here either.
NUMBER_PATTERN = r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?"
# Beyond so many values, comparing a cell with each is dearer than trimming it.
_COMPARED_VALUES = 12
GLOB_CHARACTERS = frozenset("*?[]{}")


@dataclass(frozen=True)
class LedgerFile:
    """One file of one ledger: its place, its name relative to `raw`, and the class of its records."""

    shape: Shape
    path: Path
    name: str
    provenance: str


@dataclass(frozen=True)
class Cells:
    """The rows of a file that can be read, as text: the columns of the shape, a cell or NULL where it is empty.

    `path` is the file in UTF-8; rows of empty cells are among the rows, in their place.
    """

    path: Path
    first_row: int
    rows: duckdb.DuckDBPyRelation


Take = Callable[[Cells], None]


def list_ledger_files(raw_folder: Path, shapes: Sequence[Shape], with_sample: bool) -> Iterator[LedgerFile]:
    """Every ledger file under `raw_folder`, in a stable order; samples only when they are wanted."""
    for shape in shapes:
        for folder, provenance in FOLDERS.items():
            if provenance == "sample" and not with_sample:
                continue
            home = raw_folder / folder / shape.ledger_id
            for path in sorted(path for pattern in FILE_PATTERNS for path in home.glob(pattern)):
                yield LedgerFile(shape, path, readable_name(path.relative_to(raw_folder)), provenance)


def read_ledger(connection: duckdb.DuckDBPyConnection, file: LedgerFile, take: Take) -> list[Finding]:
    """What is found in a file, whose cells `take` is given; where one of it is an error, nothing of them holds."""
    if GLOB_CHARACTERS & set(str(file.path)):
        return [reading_finding("ledger.file_name", file.name)]
    findings = _read_utf8(connection, file, take)
    if not any(finding.rule_id == "file.encoding" for finding in findings):
        return findings
    with TemporaryDirectory(prefix="duibiao-ledger-") as folder:
        copy = _in_utf8(file, Path(folder))
        return findings if copy is None else _read_utf8(connection, replace(file, path=copy), take)


def _in_utf8(file: LedgerFile, folder: Path) -> Path | None:
    """A copy of the file in UTF-8: Chinese Excel saves CSV as GBK, which is read where the header proves it."""
    copy = folder / "utf8.csv"
    try:
        with (
            file.path.open(encoding="gb18030", newline="") as stream,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            names = _canonical(next(csv.reader([stream.readline()]), []), file.shape)
            if not all(name in names for name, column in file.shape.columns.items() if column.required):
                return None
            stream.seek(0)
            shutil.copyfileobj(stream, out, 1 << 20)
    except (UnicodeDecodeError, csv.Error):
        return None
    return copy


def _read_utf8(connection: duckdb.DuckDBPyConnection, file: LedgerFile, take: Take) -> list[Finding]:
    try:
        header = _header(connection, file.path)
    except (UnicodeDecodeError, csv.Error, duckdb.Error) as error:
        return list(diagnosis(file.path, file.name, None, error))
    names = _canonical(header, file.shape)
    findings = list(_header_findings(file, header, names))
    if any(finding.severity == "error" for finding in findings):
        return findings
    try:
        take(_cells(connection, file, names))
    except duckdb.OutOfMemoryException:
        raise  # The machine's fault, not the file's.
    except duckdb.Error as error:
        return [*findings, *diagnosis(file.path, file.name, len(names), error)]
    return findings


def _header(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return connection.read_parquet(str(path)).columns
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream, strict=True), [])


def _canonical(header: Sequence[str], shape: Shape) -> list[str | None]:
    by_header = {text: name for name, column in shape.columns.items() for text in (name, *column.headers)}
    return [by_header.get(text.strip()) for text in header]


def _header_findings(file: LedgerFile, header: Sequence[str], names: Sequence[str | None]) -> Iterator[Finding]:
    known = ", ".join(column.headers[0] if column.headers else name for name, column in file.shape.columns.items())
    for text, name in zip(header, names, strict=True):
        if name is None:
            unknown = reading_finding("ledger.column.unknown", file.name, 1, text, columns=known)
            yield replace(unknown, severity="warn")
    for name, column in file.shape.columns.items():
        shown = column.headers[0] if column.headers else name
        if names.count(name) > 1:
            yield reading_finding("file.header.repeated", file.name, 1, shown)
        elif column.required and name not in names:
            yield reading_finding("file.header.missing", file.name, 1, shown)


def _cells(connection: duckdb.DuckDBPyConnection, file: LedgerFile, names: Sequence[str | None]) -> Cells:
    columns = [name or f"_ignored_{position}" for position, name in enumerate(names)]
    if file.path.suffix == ".parquet":
        read = connection.read_parquet(str(file.path))
        kept = zip(read.columns, columns, strict=True)
        named = read.select(*(ColumnExpression(old).alias(new) for old, new in kept))
        stored = named.select(
            *(
                _as_text(name, str(stored_type), file.shape).alias(name)
                for name, stored_type in zip(columns, named.types, strict=True)
            )
        )
    else:
        stored = _csv(connection, file.path, columns)
    wanted = [
        (_plainly(name, column) if name in columns else ConstantExpression(None).cast("varchar")).alias(name)
        for name, column in file.shape.columns.items()
    ]
    # The header is row 1; a Parquet file has none.
    return Cells(file.path, 1 if file.path.suffix == ".parquet" else 2, stored.select(*wanted))


def _plainly(name: str, column: Column) -> Expression:
    """A cell without the spaces around it; a day and a number in one form, however a spreadsheet wrote them.

    What is written in no such form stays as it is, and the checks name it.
    """
    text = f"nullif(trim({name}), '')"
    # Most cells are written plainly, and trimming is dearer than seeing that.
    plain, in_form = None, text
    if column.type == "date":
        plain = f"{name} like '____-__-__' and not (starts_with({name}, ' ') or ends_with({name}, ' '))"
        day = f"regexp_replace(regexp_replace({text}, '{_DAY}', '\\1-0\\2-0\\3'), '-0(\\d\\d)', '-\\1', 'g')"
        in_form = f"case when regexp_full_match({text}, '{_DAY}') then {day} else {text} end"
    elif column.type == "number":
        plain = f"regexp_full_match({name}, '{NUMBER_PATTERN}')"
        in_form = f"case when regexp_full_match({text}, '{_GROUPED}') then replace({text}, ',', '') else {text} end"
    elif 0 < len(column.values) <= _COMPARED_VALUES:
        plain = " or ".join(f"{name} = {quoted(value)}" for value in column.values)
    return SQLExpression(in_form if plain is None else f"case when {plain} then {name} else {in_form} end")


def _as_text(name: str, stored_type: str, shape: Shape) -> Expression:
    """A typed Parquet cell as it would be written: a midnight as its day, a float in plain digits where they are exact.

    pandas keeps every day as a timestamp and every amount as a float. What is not exactly a day or an amount of six
    decimals stays as it is, and the checks name it.
    """
    wanted = shape.columns[name].type if name in shape.columns else "text"
    # The names are those of the shapes, and the types DuckDB's own.
    if wanted == "date" and stored_type.startswith("TIMESTAMP") and "ZONE" not in stored_type:
        is_exact, plain = f"{name} = date_trunc('day', {name})", f"cast({name} as date)"
    elif wanted == "number" and stored_type in ("DOUBLE", "FLOAT"):
        plain = f"try_cast({name} as {SQL_TYPES['number']})"
        is_exact = f"cast({plain} as {stored_type}) = {name}"
    else:
        return ColumnExpression(name).cast("varchar")
    return SQLExpression(f"case when {is_exact} then cast({plain} as varchar) else cast({name} as varchar) end")


def _csv(connection: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> duckdb.DuckDBPyRelation:
    return connection.read_csv(
        str(path), header=True, auto_detect=False, delimiter=",", quotechar='"', escapechar='"',
        columns=dict.fromkeys(columns, "VARCHAR"),
    )  # fmt: skip
