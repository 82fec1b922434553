"""What a build is made from, as hashes: nothing is loaded where nothing is new, and only what is new is made anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from metrics.catalog import Files
from metrics.office import OFFICE_FILE, office_that_holds
from metrics.settings import PROJECT_FOLDER
from pipelines.archive import Archive
from pipelines.definitions.files import catalog_of
from pipelines.ledgers.reader import LedgerFile, list_ledger_files
from pipelines.ledgers.shape import load_shapes
from pipelines.ledgers.staging import hashes_of
from pipelines.loading.intake import list_files
from pipelines.schedule import read_schedule

CODE_FOLDERS = ("pipelines", "metrics", "expectations")
CODE_SUFFIXES = {".py", ".sql", ".yml"}
# Of another version a table, a rule or a verdict may come out otherwise.
LIBRARIES = ("duckdb", "great-expectations", "numpy", "pandas", "pyarrow", "scipy")


@dataclass(frozen=True)
class Fingerprint:
    """SHA-256 over everything that a build depends on, and over that of it which no report and no step changes."""

    inputs: str
    declared: str


def fingerprint(data_folder: Path, definitions: Files, with_sample: bool, today: date) -> Fingerprint:
    """The hashes of definitions, raw bytes, the office, our code, whether samples are in, and the journal.

    `declared` leaves out what the journal says of reports and steps, and has the day, by which judgements are made.
    """
    raw_folder, archive = data_folder / "raw", Archive(data_folder / "raw")
    begins = office_that_holds(data_folder).year_begins
    schedule = read_schedule(catalog_of(definitions, raw_folder), begins, today, archive.steps())
    declared = _declared(data_folder, definitions, with_sample)
    # Rounds begin by themselves: a day on which one did is news.
    declared.update(f"{[(p, entry.period_id) for p, rounds in schedule.items() for entry in rounds]}\n".encode())
    inputs = declared.copy()
    # Its journals name every archived file by its hash: none of them is read to know that nothing is new.
    _add_files(
        inputs, raw_folder, (path.relative_to(raw_folder) for path in sorted(raw_folder.glob("archive/*.jsonl")))
    )
    said = [vars(one) for one in (*archive.publications(), *archive.office_changes())]
    declared.update(f"{today} {schedule} {said}\n".encode())
    return Fingerprint(inputs.hexdigest(), declared.hexdigest())


def _declared(data_folder: Path, definitions: Files, with_sample: bool) -> hashlib._Hash:
    raw_folder = data_folder / "raw"
    digest = hashlib.sha256(f"code={code_hash()} sample={with_sample}\n".encode())
    for name, content in sorted(definitions.items()):
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode(errors="surrogateescape"))
    raw = [file.name for file in list_files(raw_folder, {}, with_sample)]
    hashes = hashes_of(data_folder / "warehouse")
    for file in ledger_files(raw_folder, definitions, with_sample):
        digest.update(f"{file.name} {hashes.sha256(file.path)}\n".encode(errors="surrogateescape"))
    _add_files(digest, data_folder, [Path(OFFICE_FILE)])
    _add_files(digest, raw_folder, raw)
    return digest


def _add_files(digest: hashlib._Hash, root: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        digest.update(os.fsencode(path) + b" " + hashlib.sha256((root / path).read_bytes()).digest() + b"\n")


def ledger_files(raw_folder: Path, definitions: Files, with_sample: bool) -> Iterable[LedgerFile]:
    """The files of every ledger that the definitions declare."""
    return list_ledger_files(raw_folder, load_shapes(definitions), with_sample)


@cache
def code_hash() -> str:
    """SHA-256 over the code that this process runs, as it lay on disk when first asked, and what it reckons with."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for path in sorted(_code_files()):
        digest.update(os.fsencode(path.relative_to(PROJECT_FOLDER)) + b" " + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _code_files() -> Iterable[Path]:
    for folder in CODE_FOLDERS:
        for path in (PROJECT_FOLDER / folder).rglob("*"):
            if path.suffix in CODE_SUFFIXES and path.is_file():
                yield path
