"""Brings the folder of an older office up: its catalog and tables move below `raw/definitions`, `office.yml` comes in.

A copy of whatever moves is kept first. Each stage is whole under a hidden name before it gets its own, and `office.yml`
comes last: killed at any moment, an upgrade is begun anew and ends the same.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from metrics.office import OFFICE_FILE, office_file
from metrics.sentences import BilingualError
from metrics.settings import PROJECT_FOLDER
from pipelines.definitions.files import FOLDER
from pipelines.journals import sync, write_durably
from pipelines.sources.files import definition_folders

COPY, UNITS = "before-upgrade", "units.yml"
# YAML reads a bare `on` as true, so it was written in quotes, at the head of a line or behind a bracket or comma.
_OLD_KEY = re.compile(rb"""((?:^[ \t]+(?:-[ \t]+)?|[{,][ \t]*))["']?on["']?([ \t]*:[ \t])""", re.MULTILINE)
# What a catalog folder holds that an office declares.
CATALOG_FILES = ("*.yml", "indicators/*.yml", "policies/*.yml", "ledgers/*.yml")


class NotUpgraded(BilingualError):
    """Why a folder cannot be brought up; nothing of it was changed."""


@dataclass(frozen=True)
class Upgraded:
    """What was done: the files moved or rewritten, by their name below `raw`, and where a copy of them lies."""

    moved: tuple[str, ...]
    kept_in: Path | None
    rewritten: tuple[str, ...] = ()


def upgrade(folder: Path, catalog: Path | None, facts: Mapping[str, object]) -> Upgraded:
    """Brings `folder` up to the layout of today; one that has it already is left as it is.

    Args:
        folder: an office's data folder, with `raw` in it; the caller holds its warehouse.
        catalog: the folder with its programmes, units and documents; None for the one that came with the code.
        facts: what its `office.yml` is to say, where it has none yet.

    Raises:
        NotUpgraded: where there is nothing to bring up, or a file stands in both places with another content.
        BadOffice: for facts that cannot be.
    """
    raw = folder / "raw"
    if not raw.is_dir():
        raise NotUpgraded(
            f"{folder}: 没有 raw 文件夹,请检查路径,或用 duibiao init 新建机构",
            f"{folder} has no folder raw: check the path, or make an office with `duibiao init`",
        )
    is_new = not (folder / OFFICE_FILE).exists()
    office = office_file(facts, folder / OFFICE_FILE)
    coming = dict(_tables(raw)) | (dict(_catalog(catalog)) if is_new and not (raw / FOLDER).exists() else {})
    for name, path in coming.items():
        there = raw / FOLDER / name
        if there.exists() and there.read_bytes() != path.read_bytes():
            raise NotUpgraded(f"{path} 与 {there} 内容不同,请保留其一后重试",
                              f"{path} and {there} differ: keep one of them and try again")  # fmt: skip
    units = raw / FOLDER / UNITS
    held = {UNITS: units} if units.exists() and renewed(units.read_bytes()) != units.read_bytes() else {}
    kept = _keep(folder, raw, coming | held) if coming or held else None
    _move(raw, coming)
    rewritten = _renew(units)
    if is_new:
        write_durably(folder / OFFICE_FILE, office)
    return Upgraded(tuple(f"{FOLDER}/{name}" for name in sorted(coming)), kept, rewritten)


def renewed(units: bytes) -> bytes:
    """A file of units with the day of a successor under its key of today; all else stays as it is written.

    >>> renewed(b'successor: {id: a, "on": 2019-01-01, source: based on: x}')
    b'successor: {id: a, from_day: 2019-01-01, source: based on: x}'
    """
    return _OLD_KEY.sub(rb"\1from_day\2", units)


def _renew(units: Path) -> tuple[str, ...]:
    if not units.exists() or renewed(units.read_bytes()) == units.read_bytes():
        return ()
    write_durably(units, renewed(units.read_bytes()))
    return (f"{FOLDER}/{UNITS}",)


def _tables(raw: Path) -> Iterator[tuple[str, Path]]:
    for name in definition_folders():
        for path in sorted((raw / name).glob("*.csv")):
            yield f"{name}/{path.name}", path


def _catalog(folder: Path | None) -> Iterator[tuple[str, Path]]:
    home = folder or PROJECT_FOLDER / "data" / "raw" / FOLDER
    paths = sorted(path for pattern in CATALOG_FILES for path in home.glob(pattern))
    if not paths:
        raise NotUpgraded(f"{home}: 没有目录文件,请用 --catalog 指明原目录所在的文件夹",
                          f"{home} holds no catalog: name its folder with --catalog")  # fmt: skip
    yield from ((path.relative_to(home).as_posix(), path) for path in paths)


def _keep(folder: Path, raw: Path, coming: Mapping[str, Path]) -> Path:
    number = sum(1 for _ in folder.glob(f"{COPY}-*")) + 1
    staged, kept = folder / f".{COPY}", folder / f"{COPY}-{number}"
    if staged.exists():
        shutil.rmtree(staged)
    for name, path in coming.items():
        home = staged / ("raw" if path.is_relative_to(raw) else "catalog") / name
        home.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, home)
        sync(home)
    staged.rename(kept)
    sync(folder)
    return kept


def _move(raw: Path, coming: Mapping[str, Path]) -> None:
    definitions = raw / FOLDER
    if definitions.exists():
        _lay(definitions, coming)
    elif coming:
        staged = raw / f".{FOLDER}"
        if staged.exists():
            shutil.rmtree(staged)
        _lay(staged, coming)
        staged.rename(definitions)
        sync(raw)
    for path in coming.values():
        if path.is_relative_to(raw):
            path.unlink()
    for name in definition_folders():
        if (raw / name).is_dir() and not any((raw / name).iterdir()):
            (raw / name).rmdir()


def _lay(home: Path, coming: Mapping[str, Path]) -> None:
    for name, path in coming.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        write_durably(home / name, path.read_bytes())
