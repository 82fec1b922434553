"""Reads ledger files into DuckDB: every cell as text with its file and row, then typed, with nothing guessed.

The rows never pass through Python, so a file may hold millions.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from duckdb import ColumnExpression, ConstantExpression, Expression, FunctionExpression, SQLExpression

from expectations.result import Finding
from expectations.runner import FILE_COLUMN, ROW_COLUMN
from pipelines.ledgers.lines import diagnosis, record_lines
from pipelines.ledgers.shape import FILE_PATTERNS, SQL_TYPES, Column, Shape
from pipelines.readers.encoding import readable_name
from pipelines.readers.wording import reading_finding

PROVENANCE_COLUMN = "_provenance"
# Where ledger files lie under `raw`, and the class that their records have by lying there.
FOLDERS = {"evidence": "evidence", "sample/evidence": "sample"}
LEDGER_DATABASE = "ledger"
# 2019/6/30, 2019/6/30 0:00, 2019年6月30日, 2019-6-30; 1,234.5.
_DAY = r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?( 0?0:00(:00)?)?"
_GROUPED = r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?"
GLOB_CHARACTERS = frozenset("*?[]{}")


@dataclass(frozen=True)
class LedgerFile:
    """One file of one ledger: its place, its name relative to `raw`, and the class of its records."""

    shape: Shape
    path: Path
    name: str
    provenance: str


@dataclass
class Received:
    """What was read: rows by ledger, and what could not be read or was left out."""

    row_counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def list_ledger_files(raw_folder: Path, shapes: Sequence[Shape], with_sample: bool) -> Iterator[LedgerFile]:
    """Every ledger file under `raw_folder`, in a stable order; samples only when they are wanted."""
    for shape in shapes:
        for folder, provenance in FOLDERS.items():
            if provenance == "sample" and not with_sample:
                continue
            home = raw_folder / folder / shape.ledger_id
            for path in sorted(path for pattern in FILE_PATTERNS for path in home.glob(pattern)):
                yield LedgerFile(shape, path, readable_name(path.relative_to(raw_folder)), provenance)


def receive(connection: duckdb.DuckDBPyConnection, shapes: Sequence[Shape], files: Sequence[LedgerFile]) -> Received:
    """Reads every file into a database `ledger` in memory, attached to `connection`.

    Each ledger is there as text (`ledger.<id>_text`, a cell or NULL where empty, with `_file`, `_row` and
    `_provenance`) and typed (`ledger.<id>`, a view that raises on a cell of another type: check the text first).
    A file that cannot be read for certain leaves findings and no rows. Rows are counted with the header as row 1; in
    a Parquet file, which has none, from 1.
    """
    received = Received()
    connection.execute(f"attach ':memory:' as {LEDGER_DATABASE}")
    for shape in shapes:
        _create(connection, shape)
        for file in files:
            if file.shape == shape:
                received.findings.extend(_read(connection, file))
        ((count,),) = connection.execute(f"select count(*) from {_text_table(shape)}").fetchall()  # noqa: S608
        received.row_counts[shape.ledger_id] = count
    return received


def text_rows(connection: duckdb.DuckDBPyConnection, shape: Shape) -> duckdb.DuckDBPyRelation:
    """The rows of a ledger as text."""
    return connection.table(_text_table(shape))


def _text_table(shape: Shape) -> str:
    return f"{LEDGER_DATABASE}.{shape.ledger_id}_text"


def _create(connection: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    # Names come from the shapes, whose pattern leaves room for nothing but a name.
    texts = "".join(f"{name} varchar, " for name in shape.columns)
    connection.execute(
        f"create table {_text_table(shape)} ({texts} {FILE_COLUMN} varchar, {ROW_COLUMN} bigint, "
        f"{PROVENANCE_COLUMN} varchar)"
    )
    typed = "".join(f"cast({name} as {SQL_TYPES[column.type]}) as {name}, " for name, column in shape.columns.items())
    connection.execute(
        f"create view {LEDGER_DATABASE}.{shape.ledger_id} as select {typed} {PROVENANCE_COLUMN} as provenance, "  # noqa: S608
        f"{FILE_COLUMN} as source_file, {ROW_COLUMN} as source_row from {_text_table(shape)}"
    )


def _read(connection: duckdb.DuckDBPyConnection, file: LedgerFile) -> list[Finding]:
    if GLOB_CHARACTERS & set(str(file.path)):
        return [reading_finding("ledger.file_name", file.name)]
    findings = _read_utf8(connection, file)
    if not any(finding.rule_id == "file.encoding" for finding in findings):
        return findings
    with TemporaryDirectory(prefix="duibiao-ledger-") as folder:
        copy = _in_utf8(file, Path(folder))
        return findings if copy is None else _read_utf8(connection, replace(file, path=copy))


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


def _read_utf8(connection: duckdb.DuckDBPyConnection, file: LedgerFile) -> list[Finding]:
    try:
        header = _header(connection, file.path)
    except (UnicodeDecodeError, csv.Error, duckdb.Error) as error:
        return list(diagnosis(file.path, file.name, None, error))
    names = _canonical(header, file.shape)
    findings = list(_header_findings(file, header, names))
    if any(finding.severity == "error" for finding in findings):
        return findings
    try:
        rows = _rows(connection, file, names)
        rows.insert_into(_text_table(file.shape))
    except duckdb.Error as error:
        return [*findings, *diagnosis(file.path, file.name, len(names), error)]
    if file.path.suffix == ".csv":
        _number_by_lines(connection, file)
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


def _rows(
    connection: duckdb.DuckDBPyConnection, file: LedgerFile, names: Sequence[str | None]
) -> duckdb.DuckDBPyRelation:
    columns = [name or f"_ignored_{position}" for position, name in enumerate(names)]
    if file.path.suffix == ".parquet":
        read = connection.read_parquet(str(file.path))
        stored = read.select(
            *(ColumnExpression(old).alias(new) for old, new in zip(read.columns, columns, strict=True))
        )
        number = SQLExpression("row_number() over ()")
        cells = [
            _as_text(name, str(stored_type), file.shape).alias(name)
            for name, stored_type in zip(columns, stored.types, strict=True)
        ]
    else:
        stored = _csv(connection, file.path, columns)
        number = SQLExpression("row_number() over () + 1")
        cells = [ColumnExpression(name) for name in columns]
    numbered = stored.select(*cells, number.alias(ROW_COLUMN))
    wanted = [
        (_plainly(name, column) if name in columns else ConstantExpression(None).cast("varchar")).alias(name)
        for name, column in file.shape.columns.items()
    ]
    place = (
        ConstantExpression(file.name).alias(FILE_COLUMN),
        ColumnExpression(ROW_COLUMN),
        ConstantExpression(file.provenance).alias(PROVENANCE_COLUMN),
    )
    filled = FunctionExpression("concat", *(ColumnExpression(name) for name in file.shape.columns))
    # A row of empty cells, such as a spreadsheet leaves at the end, is no record.
    return numbered.select(*wanted, *place).filter(filled != ConstantExpression(""))


def _plainly(name: str, column: Column) -> Expression:
    """A cell without the spaces around it; a day and a number in one form, however a spreadsheet wrote them.

    What is written in no such form stays as it is, and the checks name it.
    """
    text = f"nullif(trim({name}), '')"
    if column.type == "date":
        day = f"regexp_replace(regexp_replace({text}, '{_DAY}', '\\1-0\\2-0\\3'), '-0(\\d\\d)', '-\\1', 'g')"
        text = f"case when regexp_full_match({text}, '{_DAY}') then {day} else {text} end"
    elif column.type == "number":
        text = f"case when regexp_full_match({text}, '{_GROUPED}') then replace({text}, ',', '') else {text} end"
    return SQLExpression(text)


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


def _number_by_lines(connection: duckdb.DuckDBPyConnection, file: LedgerFile) -> None:
    """Gives each record the line it starts on, where blank lines or cells of several lines shift them."""
    of_file = text_rows(connection, file.shape).filter(ColumnExpression(FILE_COLUMN) == ConstantExpression(file.name))
    ((last,),) = of_file.aggregate([FunctionExpression("max", ColumnExpression(ROW_COLUMN))]).fetchall()
    lines = record_lines(file.path, last)
    if lines is None:
        return
    connection.register("record_lines", lines)
    connection.execute(
        f"update {_text_table(file.shape)} as text set {ROW_COLUMN} = record_lines.line from record_lines "  # noqa: S608
        f"where text.{FILE_COLUMN} = $name and text.{ROW_COLUMN} = record_lines.record",
        {"name": file.name},
    )
    connection.unregister("record_lines")
