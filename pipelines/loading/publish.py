"""Publishes a build by a new file name and the `CURRENT` pointer, so that no reader ever meets half a file.

A build is looked through under its staged name, and only what is whole gets a published one; then the pointer moves.
One that fails leaves the pointer alone and nothing behind. The newest builds stay, so that going back is moving the
pointer.
"""

from __future__ import annotations

import errno
import fcntl
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from metrics import clock
from metrics.database import connect, quoted
from metrics.sentences import BilingualError
from metrics.warehouse import POINTER_NAME, NoSnapshot, current_build_path
from pipelines.journals import sync
from pipelines.loading.contents import has_contents, write_contents
from pipelines.loading.renewal import AFTER, Renewal

KEPT_BUILDS = 5
BUILD_PATTERN = "duibiao-*.duckdb"
STAGED_SUFFIX = ".staged"
# Most of its many tables are small: in blocks of the usual size a build would be nine times as large.
SMALL_BLOCKS = {"default_block_size": "16384"}
# A build is about as large as the one before it; beside it DuckDB keeps a log of up to 16 MB while it writes.
ROOM_FACTOR, LEAST_ROOM_BYTES = 1.25, 16 << 20


class LoadUnderWay(BilingualError, RuntimeError):
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
                f"{warehouse_folder}: 另一个 duibiao load 正在运行,请等它结束再试",
                f"another `duibiao load` is running in {warehouse_folder}: wait for it and try again",
            ) from None
        yield


def make_build(warehouse_folder: Path, build_id: str, fill: Callable[[duckdb.DuckDBPyConnection], bool]) -> Path | None:
    """Makes a build and publishes it; whatever keeps it from that leaves nothing of it behind.

    Args:
        warehouse_folder: held by the caller (`exclusive`).
        build_id: its name.
        fill: writes the build, `meta.build` included, and says whether it is to be published.

    Returns:
        The published file; None where it was not to be.

    Raises:
        OSError: when it could not be written whole; the pointer is as before.
    """
    with _stage(warehouse_folder, build_id) as staged:
        with connect(staged, settings=SMALL_BLOCKS) as connection:
            if not fill(connection):
                return None
            write_contents(connection)
            connection.execute("checkpoint")  # Closing would do it too, and be silent about a full disk.
        return publish(staged)


def renew_build(
    warehouse_folder: Path, build_id: str, before: Path, fill: Callable[[Renewal], Collection[str] | None]
) -> Path | None:
    """Makes a build out of the one before it and publishes it; otherwise as `make_build`.

    Args:
        warehouse_folder: held by the caller (`exclusive`).
        build_id: its name.
        before: the build that it takes everything from but what has changed.
        fill: makes what has changed, `meta.build` included, and names what is to be written; None says not to publish.
    """
    with _stage(warehouse_folder, build_id) as staged:
        with connect() as connection:
            renewal = Renewal(connection, before)
            changed = fill(renewal)
            if changed is None:
                return None
            shutil.copyfile(before, staged)
            connection.execute(f"attach {quoted(staged)} as {AFTER}")
            written = renewal.write(changed)
            connection.execute(f"checkpoint {AFTER}; detach {AFTER}")
        return publish(staged, written)


@contextmanager
def _stage(warehouse_folder: Path, build_id: str) -> Iterator[Path]:
    try:
        yield staged_path(warehouse_folder, build_id)
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        raise OSError(errno.EIO, str(error).partition("\n")[0], str(warehouse_folder)) from error
    finally:
        remove_staged(warehouse_folder)


def staged_path(warehouse_folder: Path, build_id: str) -> Path:
    """Where a build is made, before it has its published name; what dead loads left behind is removed.

    Raises:
        OSError: when the disk has not the room that a build takes, going by the newest one.
    """
    remove_staged(warehouse_folder)
    newest = max((path.stat().st_size for path in list_builds(warehouse_folder)[:1]), default=0)
    needed, free = LEAST_ROOM_BYTES + int(ROOM_FACTOR * newest), shutil.disk_usage(warehouse_folder).free
    if free < needed:
        sizes = [f"{size / 2**20:.0f} MB" for size in (needed, free)]
        reason = "空间不足，发布约需 {}，只剩 {} · no room: about {} needed, {} left".format(*sizes, *sizes)
        raise OSError(errno.ENOSPC, reason, str(warehouse_folder))
    path = build_path(warehouse_folder, build_id)
    return path.with_name(path.name + STAGED_SUFFIX)


def build_path(warehouse_folder: Path, build_id: str) -> Path:
    """The published file of a build."""
    return warehouse_folder / f"duibiao-{build_id}.duckdb"


def remove_staged(warehouse_folder: Path) -> None:
    """Removes builds that were not finished, with what DuckDB lays beside them; whoever calls holds the warehouse."""
    for leftover in warehouse_folder.glob(f"*{STAGED_SUFFIX}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def publish(staged: Path, renewed: Collection[str] | None = None) -> Path:
    """Moves the pointer to the staged build once it is whole and durable, and drops builds beyond the newest five.

    Args:
        staged: the build under its staged name.
        renewed: the tables that are not carried over from another build as they stood there; None for all.

    Raises:
        OSError: when it is not whole or could not be stored; then the pointer and what it names are as before.
    """
    require_whole(staged, renewed)
    published = staged.with_name(staged.name.removesuffix(STAGED_SUFFIX))
    sync(staged)
    draft = _pointer_draft(published)  # Before the build has its name: it takes room too.
    staged.rename(published)
    sync(published.parent)
    _place_pointer(draft)
    for old in list_builds(published.parent)[KEPT_BUILDS:]:
        if old != published:
            old.unlink()
    return published


def require_whole(staged: Path, renewed: Collection[str] | None = None) -> None:
    """Reads a build to its end, as its readers will; of one that was renewed, what was written into it.

    Raises:
        OSError: when anything of it is not in its file.
    """
    detail, has_log = "", staged.with_name(f"{staged.name}.wal").exists()
    try:
        with connect(staged, read_only=True) as connection:
            is_whole = has_contents(connection, renewed) and not has_log
    except duckdb.Error as error:
        is_whole, detail = False, f" ({str(error).partition(chr(10))[0]})"
    if not is_whole:
        reason = f"新快照没有写完整，未发布 · the new snapshot was not written whole and is not published{detail}"
        raise OSError(errno.EIO, reason, str(staged))


def point_to(build: Path) -> None:
    """Moves the pointer to `build` in one atomic step."""
    _place_pointer(_pointer_draft(build))


def _pointer_draft(build: Path) -> Path:
    draft = build.parent / f"{POINTER_NAME}{STAGED_SUFFIX}"
    draft.write_text(build.name + "\n", encoding="utf-8")
    sync(draft)
    return draft


def _place_pointer(draft: Path) -> None:
    draft.replace(draft.with_name(POINTER_NAME))
    sync(draft.parent)


def list_builds(warehouse_folder: Path) -> list[Path]:
    """The builds that are kept, newest first (a build's id begins with its time).

    One that a wrong clock dated ahead comes last: it must not outlive all that are made after it.
    """
    now = f"duibiao-{new_build_id(clock.now(), '')}"
    return sorted(
        warehouse_folder.glob(BUILD_PATTERN), key=lambda path: (path.name <= f"{now}~", path.name), reverse=True
    )


def current_build(warehouse_folder: Path) -> Path | None:
    """The build in force, or None before the first load."""
    try:
        return current_build_path(warehouse_folder)
    except NoSnapshot:
        return None


def new_build_id(now: datetime, inputs_hash: str) -> str:
    """A name that sorts by time and tells the inputs apart: `20261122T031500Z-1a2b3c4d`."""
    return f"{now:%Y%m%dT%H%M%SZ}-{inputs_hash[:8]}"
