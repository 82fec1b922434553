"""A build on a disk that fills up: what is published is whole, and what is in force always opens."""

import contextlib
import os
import subprocess
import threading
import time

import pytest

from metrics.database import connect
from metrics.warehouse import current_build_path
from pipelines.loading import publish
from pipelines.loading.contents import has_contents

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20


@pytest.fixture
def disk(tmp_path):
    """A folder on a disk of its own, and the function that gives the disk another size."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(size, *options):
        command = ["mount", "-t", "tmpfs", "-o", ",".join([f"size={size}", *options]), "tmpfs", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    if mount(64 * MEGABYTE):
        pytest.skip("a disk of its own can only be mounted by root")
    yield folder, lambda size: mount(size, "remount")
    subprocess.run(["umount", str(folder)], check=True)


def fill_with(marker, rows=20_000):
    """Writes a build that takes some megabytes and says in every table whose it is."""

    def fill(connection):
        connection.execute("create schema meta; create schema fact")
        for number in range(6):
            connection.execute(
                f"create table fact.t{number} as select '{marker}' as marker, md5(cast(range as text)) as text from range({rows})"
            )
        connection.execute(f"create table meta.build as select '{marker}' as build_id")
        return True

    return fill


def renew_with(marker, rows=20_000):
    """The same as a change of every table of the build before."""

    def fill(renewal):
        assert fill_with(marker, rows)(renewal.connection)
        renewal.compare()
        return ["meta.build"]

    return fill


def in_force(warehouse):
    """Whose build the pointer names, read to its end."""
    with connect(current_build_path(warehouse), read_only=True) as connection:
        assert has_contents(connection)
        markers = {connection.execute(f"select min(marker), max(marker) from fact.t{n}").fetchone() for n in range(6)}
        (marker,) = connection.execute("select build_id from meta.build").fetchone()
    assert markers == {(marker, marker)}
    return marker


def attempt(warehouse, marker, *, is_renewal=False):
    """Makes the next build, out of the one before it or from nothing; whether it was published."""
    build_id = f"20260101T000000Z-{marker}"
    try:
        if is_renewal:
            publish.renew_build(warehouse, build_id, current_build_path(warehouse), renew_with(marker))
        else:
            publish.make_build(warehouse, build_id, fill_with(marker))
    except OSError:
        return False
    return True


@contextlib.contextmanager
def freed_when_full(folder, size, delay):
    """As any file that is deleted: some room comes back a moment after the disk was full."""
    ballast, is_over = folder / "ballast", threading.Event()
    ballast.write_bytes(bytes(size))

    def free():
        while not is_over.is_set():
            if os.statvfs(folder).f_bfree == 0:
                time.sleep(delay)
                ballast.unlink(missing_ok=True)
                return

    watching = threading.Thread(target=free)
    watching.start()
    try:
        yield
    finally:
        is_over.set()
        watching.join()
        ballast.unlink(missing_ok=True)


@pytest.mark.parametrize(("delay", "is_renewal"), [(None, False), (0.0, False), (0.003, False), (0.02, False),
                                                   (None, True), (0.003, True)])  # fmt: skip
def test_at_every_size_of_a_full_disk_what_is_in_force_opens(disk, monkeypatch, delay, is_renewal):
    # Without the look at the free room, which would refuse most sizes before anything is written.
    monkeypatch.setattr(publish, "LEAST_ROOM_BYTES", 0)
    monkeypatch.setattr(publish, "ROOM_FACTOR", 0.0)
    folder, resize = disk
    warehouse = folder / "warehouse"
    warehouse.mkdir()
    assert attempt(warehouse, "first")
    whole = current_build_path(warehouse).stat().st_size
    assert whole > 2 * MEGABYTE
    outcomes, before = [], in_force(warehouse)
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    for room in range(0, 5 * whole, MEGABYTE):
        assert resize(used + room) == 0
        marker = f"room{room:010}"
        with freed_when_full(folder, min(room, 300_000), delay) if delay is not None else contextlib.nullcontext():
            outcomes.append(attempt(warehouse, marker, is_renewal=is_renewal))
        resize(64 * MEGABYTE)
        before = marker if outcomes[-1] else before
        assert in_force(warehouse) == before, (room, outcomes)
        assert not list(warehouse.glob("*.staged*")) and not list(warehouse.glob("*.wal"))
        for build in publish.list_builds(warehouse):
            if build != current_build_path(warehouse):
                build.unlink()
    assert outcomes[0] is False and outcomes[-1] is True, (whole, used, outcomes)


def test_where_there_is_no_room_for_a_build_none_is_begun(disk):
    folder, resize = disk
    assert attempt(folder, "first")
    begun = []
    resize(sum(path.stat().st_size for path in folder.iterdir()) + MEGABYTE)
    with pytest.raises(OSError, match="MB left"):
        publish.make_build(folder, "20260102T000000Z-second", begun.append)
    assert begun == []
    assert in_force(folder) == "first"


def cut_off(staged):
    with staged.open("r+b") as file:
        file.truncate(staged.stat().st_size // 2)


def overwrite(staged):
    with staged.open("r+b") as file:
        file.seek(staged.stat().st_size // 2)
        file.write(bytes(300_000))


def leave_log(staged):
    staged.with_name(f"{staged.name}.wal").write_bytes(b"")


def lose_rows(staged):
    with connect(staged) as connection:
        connection.execute("delete from fact.t3 where text < '4'")


def lose_name(staged):
    with connect(staged) as connection:
        connection.execute("delete from meta.build")


@pytest.mark.parametrize("is_renewal", [False, True])
@pytest.mark.parametrize("harm", [cut_off, overwrite, leave_log, lose_rows, lose_name])
def test_a_build_that_is_not_whole_never_gets_a_published_name(tmp_path, monkeypatch, harm, is_renewal):
    assert attempt(tmp_path, "first")
    whole = publish.publish

    def harmed(staged, *renewed):
        harm(staged)
        return whole(staged, *renewed)

    monkeypatch.setattr(publish, "publish", harmed)
    with pytest.raises(OSError, match="not written whole"):
        if is_renewal:
            before = current_build_path(tmp_path)
            publish.renew_build(tmp_path, "20260102T000000Z-second", before, renew_with("second"))
        else:
            publish.make_build(tmp_path, "20260102T000000Z-second", fill_with("second"))
    assert in_force(tmp_path) == "first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "duibiao-20260101T000000Z-first.duckdb"]


def test_a_build_that_is_renewed_again_and_again_does_not_grow(tmp_path):
    assert publish.make_build(tmp_path, "20260101T000000Z-0", fill_with("0", rows=5_000))
    sizes = [current_build_path(tmp_path).stat().st_size]
    for number in range(1, 9):
        before = current_build_path(tmp_path)
        assert publish.renew_build(tmp_path, f"20260101T000000Z-{number}", before, renew_with(str(number), rows=5_000))
        sizes.append(current_build_path(tmp_path).stat().st_size)
    assert in_force(tmp_path) == "8"
    assert max(sizes) < 3 * sizes[0], sizes


def test_what_a_dead_load_left_is_removed_whatever_it_is(tmp_path):
    for name in ("duibiao-1-a.duckdb.staged", "duibiao-1-a.duckdb.staged.wal", "CURRENT.staged"):
        (tmp_path / name).write_text("left")
    (tmp_path / "duibiao-1-a.duckdb.staged.tmp").mkdir()
    (tmp_path / "duibiao-1-a.duckdb.staged.tmp" / "spilled").write_text("left")
    assert attempt(tmp_path, "next")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "duibiao-20260101T000000Z-next.duckdb"]


def test_a_build_that_a_wrong_clock_dated_ahead_is_the_first_to_go(tmp_path):
    names = ["20360101T000000Z-ahead", *(f"20260101T00000{second}Z-right" for second in range(6))]
    for name in names:
        assert publish.make_build(tmp_path, name, fill_with(name, rows=10))
    assert in_force(tmp_path) == names[-1]
    kept = [path.name for path in publish.list_builds(tmp_path)]
    assert kept == [f"duibiao-{name}.duckdb" for name in reversed(names[2:])]


def test_the_shipped_data_are_published_through_the_same_door(real_only):
    with real_only.cursor() as connection:
        assert has_contents(connection)
        assert connection.execute("select count(*) from meta.content").fetchone()[0] > 50
    assert not real_only.path.with_name(f"{real_only.path.name}.wal").exists()
