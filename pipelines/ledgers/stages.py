"""The stages of ledger files: folders below `warehouse/ledgers`, each of one file, written once and never altered.

A folder is called by the hash of all that it was made from. It is written under a staged name and renamed when it is
whole and durable, so that it is safe to kill the process at any time; what no build refers to is removed.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import duckdb

from expectations.result import Finding
from metrics.ledger_records import LEDGERS_FOLDER, RECORDS_FILE, RecordFile
from metrics.settings import PROJECT_FOLDER
from metrics.warehouse import NoSnapshot, open_build
from pipelines.journals import sync
from pipelines.ledgers.reader import LedgerFile
from pipelines.ledgers.typed import Offence

KEYS_FILE, CUBE_FILE, VERDICT_FILE = "keys.parquet", "cube.parquet", "verdict.json"
HASHES_FILE = "hashes.json"
# The verdicts on several files together.
TOGETHER_FOLDER = "together"
STAGED_SUFFIX = ".staged"
# Parquet is smaller than text, and what a key or a sort spills is smaller than the file.
_ROOM_FACTOR = 1.25


@dataclass(frozen=True)
class StagedFile:
    """One ledger file as it was staged; `offences` are those of its cells, `findings` what was left out of it.

    `first_row` is the row of its first record; None where the staged records have each its own.
    """

    ledger_id: str
    stage: str
    source_file: str
    provenance: str
    sha256: str
    byte_count: int
    record_count: int
    first_row: int | None
    findings: tuple[Finding, ...] = ()
    offences: tuple[Offence, ...] = ()

    def record_file(self, folder: Path) -> RecordFile:
        """Where its records lie below the folder of the stages."""
        return RecordFile(folder / self.stage / RECORDS_FILE, self.source_file, self.provenance, self.first_row)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Holds the folder of the stages for one process; another's end is waited for."""
    (folder / TOGETHER_FOLDER).mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in folder.glob(f"*{STAGED_SUFFIX}"):
            if leftover.is_dir():
                shutil.rmtree(leftover)
        yield


def stage_name(file: LedgerFile, sha256: str, unit_ids: Mapping[str, str]) -> str:
    """What the stage of a file is called: the hash of the file and of all that says what its rows are and count for."""
    made_from = {
        "content": sha256,
        "name": file.name,
        "provenance": file.provenance,
        "shape": file.shape.model_dump(mode="json"),
        "units": sorted(unit_ids.items()),
        "code": _code_hash(),
    }
    return hashlib.sha256(json.dumps(made_from, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


@cache
def _code_hash() -> str:
    digest = hashlib.sha256(duckdb.__version__.encode())
    for path in [*sorted(Path(__file__).parent.glob("*.py")), PROJECT_FOLDER / "metrics" / "ledger_records.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write_stage(folder: Path, staged: StagedFile, fill: Callable[[Path], StagedFile | None]) -> StagedFile | None:
    """Makes a stage: `fill` writes its Parquet files and gives what is known of them, or None where there is none.

    Raises:
        OSError: when the disk has not the room, or it could not be written.
    """
    draft = folder / f"{staged.stage}{STAGED_SUFFIX}"
    _require_room(folder, staged.byte_count)
    try:
        draft.mkdir()
        filled = fill(draft)
        if filled is None:
            return None
        said = asdict(filled) | {"sizes": {path.name: path.stat().st_size for path in draft.glob("*.parquet")}}
        (draft / VERDICT_FILE).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        for path in draft.iterdir():
            sync(path)
        sync(draft)
        if (folder / staged.stage).exists():  # Of before, and damaged.
            shutil.rmtree(folder / staged.stage)
        draft.rename(folder / staged.stage)
        sync(folder)
        return filled
    finally:
        if draft.exists():
            shutil.rmtree(draft)


def read_stage(folder: Path, stage: str) -> StagedFile | None:
    """What a stage says of itself; None where there is none that is whole."""
    try:
        said = json.loads((folder / stage / VERDICT_FILE).read_text(encoding="utf-8"))
        sizes = said.pop("sizes")
        if any((folder / stage / name).stat().st_size != size for name, size in sizes.items()):
            return None
    except (OSError, ValueError):
        return None
    findings = tuple(Finding(**finding) for finding in said.pop("findings"))
    offences = tuple(Offence(**offence) for offence in said.pop("offences"))
    return replace(StagedFile(**said), findings=findings, offences=offences)


def _require_room(folder: Path, byte_count: int) -> None:
    needed, free = int(_ROOM_FACTOR * byte_count), shutil.disk_usage(folder).free
    if free < needed:
        sizes = [f"{size / 2**20:.0f} MB" for size in (needed, free)]
        reason = "空间不足，台账约需 {}，只剩 {} · no room: the ledger takes about {}, {} left".format(*sizes, *sizes)
        raise OSError(errno.ENOSPC, reason, str(folder))


def remove_unused(warehouse_folder: Path, needed: Iterable[str], builds: Iterable[Path]) -> None:
    """Removes the stages that are neither needed now nor named by a build that is kept."""
    folder, kept = warehouse_folder / LEDGERS_FOLDER, set(needed)
    with held(folder):
        there = {path.name for path in folder.iterdir() if (path / VERDICT_FILE).is_file()}
        if not there - kept:
            return
        for build in builds:
            kept |= _named_by(build)
        for stage in there - kept:
            shutil.rmtree(folder / stage)
        for verdict in (folder / TOGETHER_FOLDER).glob("*.json"):
            if not set(json.loads(verdict.read_text(encoding="utf-8"))["stages"]) <= kept:
                verdict.unlink()


def are_whole(warehouse_folder: Path, build: Path) -> bool:
    """Whether every stage that a build names is there and whole: somebody may have cleared the folder."""
    return all(read_stage(warehouse_folder / LEDGERS_FOLDER, stage) for stage in _named_by(build))


def _named_by(build: Path) -> set[str]:
    try:
        return {row["stage"] for row in open_build(build).select("select stage from meta.ledger_file")}
    except (NoSnapshot, duckdb.CatalogException):
        return set()  # Of another version of this software: it is not shown, and has no stages of this form.
