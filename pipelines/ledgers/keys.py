"""Keys that stand twice, in one file of a ledger or in several, found without holding the keys in memory.

Each stage has the hashes of its keys, eight bytes a record. Only rows whose hash stands twice are compared by the key
itself. Of files that were found clean together, only what comes to them is looked at again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path

import duckdb

from metrics.database import quoted
from metrics.ledger_records import RECORDS_FILE
from pipelines.journals import write_durably
from pipelines.ledgers.lines import LISTED_ROWS
from pipelines.ledgers.shape import Shape
from pipelines.ledgers.stages import KEYS_FILE, TOGETHER_FOLDER, StagedFile
from pipelines.ledgers.typed import Offence, shown_name

Working = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


def write_keys(connection: duckdb.DuckDBPyConnection, shape: Shape, stage: Path) -> None:
    """Writes the hash of each record's key beside the records of a stage; of one that is not whole, none."""
    rows = connection.read_parquet(str(stage / RECORDS_FILE))
    rows.project(f"{_key_hash(shape)} as key_hash").filter("key_hash is not null").write_parquet(str(stage / KEYS_FILE))


def repeated_keys(working: Working, shape: Shape, folder: Path, files: Sequence[StagedFile]) -> list[Offence]:
    """The records of one ledger whose key another record has too, of each file the first hundred rows.

    `working` opens a database to look for them; where the same files were looked at before, none is.
    """
    stages = sorted(file.stage for file in files)
    verdict = folder / TOGETHER_FOLDER / f"{hashlib.sha256(' '.join(stages).encode()).hexdigest()[:32]}.json"
    if verdict.is_file():
        return [Offence(**said) for said in json.loads(verdict.read_text(encoding="utf-8"))["offences"]]
    known = _found_clean(folder, set(stages))
    with working() as connection:
        offences = _repeated(connection, shape, folder, files, [file for file in files if file.stage not in known])
    said = {"stages": stages, "offences": [asdict(offence) for offence in offences]}
    write_durably(verdict, json.dumps(said, ensure_ascii=False).encode())
    return offences


def _found_clean(folder: Path, stages: set[str]) -> set[str]:
    """The largest set of these files that was looked at before and has no key twice."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / TOGETHER_FOLDER).glob("*.json")]
    clean = [set(said["stages"]) for said in found if not said["offences"]]
    return max((known for known in clean if known <= stages), key=len, default=set())


def _repeated(
    connection: duckdb.DuckDBPyConnection,
    shape: Shape,
    folder: Path,
    files: Sequence[StagedFile],
    fresh: Sequence[StagedFile],
) -> list[Offence]:
    if not fresh:
        return []
    among = _all_keys(folder, files)
    if len(fresh) < len(files):
        among = f"{among} where key_hash in ({_all_keys(folder, fresh)})"
    # S608 here and below: names of columns of the shape, hashes of ours, and paths, quoted.
    connection.execute(
        f"create or replace temp table candidate as select key_hash from ({among}) group by 1 having count(*) > 1"  # noqa: S608
    )
    if connection.execute("select count(*) from candidate").fetchone() == (0,):
        return []
    rows = " union all ".join(_keyed_rows(shape, folder, number, file) for number, file in enumerate(files))
    key = ", ".join(shape.key)
    connection.execute(f"create or replace temp table keyed as {rows}")
    twice = f"select {key} from keyed group by all having count(*) > 1"  # noqa: S608
    connection.execute(f"create or replace temp table repeated as from keyed semi join ({twice}) using ({key})")
    shown, offences = ", ".join(shown_name(shape, name) for name in shape.key), []
    totals = connection.execute("select _file, count(*) from repeated group by 1 order by 1").fetchall()
    for number, total in totals:
        first = connection.execute(
            f"select _row, cast({shape.key[0]} as varchar) from repeated where _file = {number} "  # noqa: S608
            f"order by 1 limit {LISTED_ROWS}"
        ).fetchall()
        offences += [Offence("repeated", files[number].source_file, row, shown, value, total) for row, value in first]
    return offences


def _key_hash(shape: Shape) -> str:
    whole = " and ".join(f"{name} is not null" for name in shape.key)
    return f"case when {whole} then hash({', '.join(shape.key)}) end"


def _all_keys(folder: Path, files: Sequence[StagedFile]) -> str:
    return f"select key_hash from read_parquet([{', '.join(_place(folder, file, KEYS_FILE) for file in files)}])"  # noqa: S608


def _keyed_rows(shape: Shape, folder: Path, number: int, file: StagedFile) -> str:
    row = "source_row" if file.first_row is None else f"file_row_number + {file.first_row}"
    return (
        f"select {', '.join(shape.key)}, {number} as _file, {row} as _row "  # noqa: S608
        f"from read_parquet({_place(folder, file, RECORDS_FILE)}, file_row_number = true) "
        f"where {_key_hash(shape)} in (select key_hash from candidate)"
    )


def _place(folder: Path, file: StagedFile, name: str) -> str:
    return quoted(str(folder / file.stage / name))
