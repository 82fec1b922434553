"""Publishes a build by a new file name and the `CURRENT` pointer, so that no reader ever meets half a file.

A build that fails leaves the pointer alone. The newest builds stay, so that going back is moving the pointer.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from metrics.warehouse import POINTER_NAME, NoSnapshot, current_build_path
from pipelines.journals import sync

KEPT_BUILDS = 5
BUILD_PATTERN = "duibiao-*.duckdb"
STAGED_SUFFIX = ".staged"


class LoadUnderWay(RuntimeError):
    """Another process is loading into the same warehouse."""


@contextmanager
def exclusive(warehouse_folder: Path, *, is_patient: bool = False) -> Iterator[None]:
    """Holds the warehouse for one writer; freed by the operating system if the process dies.

    Raises:
        LoadUnderWay: when another load holds it, unless `is_patient`: then its end is waited for.
    """
    warehouse_folder.mkdir(parents=True, exist_ok=True)
    with (warehouse_folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if is_patient else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LoadUnderWay(
                f"{warehouse_folder}: 另一个 duibiao load 正在运行,请等它结束再试 / another `duibiao load` is "
                "running: wait for it and try again"
            ) from None
        yield


def staged_path(warehouse_folder: Path, build_id: str) -> Path:
    """Where a build is made, before it has its published name. Leftovers of dead loads are removed."""
    for leftover in warehouse_folder.glob(f"*{STAGED_SUFFIX}*"):
        leftover.unlink()
    return warehouse_folder / f"duibiao-{build_id}.duckdb{STAGED_SUFFIX}"


def publish(staged: Path) -> Path:
    """Makes the staged build durable, moves the pointer to it, and drops builds beyond the newest five."""
    published = staged.with_name(staged.name.removesuffix(STAGED_SUFFIX))
    sync(staged)
    staged.rename(published)
    point_to(published)
    for old in list_builds(published.parent)[KEPT_BUILDS:]:
        if old != published:
            old.unlink()
    return published


def point_to(build: Path) -> None:
    """Moves the pointer to `build` in one atomic step."""
    pointer = build.parent / POINTER_NAME
    draft = build.parent / f"{POINTER_NAME}{STAGED_SUFFIX}"
    draft.write_text(build.name + "\n", encoding="utf-8")
    sync(draft)
    draft.replace(pointer)
    sync(build.parent)


def list_builds(warehouse_folder: Path) -> list[Path]:
    """The builds that are kept, newest first (a build's id begins with its time)."""
    return sorted(warehouse_folder.glob(BUILD_PATTERN), reverse=True)


def current_build(warehouse_folder: Path) -> Path | None:
    """The build in force, or None before the first load."""
    try:
        return current_build_path(warehouse_folder)
    except NoSnapshot:
        return None


def new_build_id(now: datetime, inputs_hash: str) -> str:
    """A name that sorts by time and tells the inputs apart: `20261122T031500Z-1a2b3c4d`."""
    return f"{now:%Y%m%dT%H%M%SZ}-{inputs_hash[:8]}"
