"""The read side follows the pointer and says what to do when there is nothing to read."""

import shutil
import threading

import duckdb
import pytest

from metrics.warehouse import KEPT_ANSWERS, NoSnapshot, Warehouse, current_build_path
from tests.offices.village import PROGRAMME


def test_nothing_published_names_the_next_step(tmp_path):
    with pytest.raises(NoSnapshot, match="duibiao load"):
        Warehouse(tmp_path).snapshot()


def test_a_pointer_to_nothing_or_elsewhere_is_not_followed(tmp_path):
    (tmp_path / "warehouse").mkdir()
    for name in ("gone.duckdb", "../other.duckdb", ""):
        (tmp_path / "warehouse" / "CURRENT").write_text(name, encoding="utf-8")
        with pytest.raises(NoSnapshot, match="duibiao load"):
            Warehouse(tmp_path).snapshot()


@pytest.mark.parametrize("kind", ["bytes", "folder", "long", "nul", "no folder"])
def test_a_pointer_that_cannot_be_read_is_named_with_the_next_step(tmp_path, kind):
    folder = tmp_path / "warehouse"
    if kind == "no folder":
        folder.write_text("a file")
    else:
        folder.mkdir()
    if kind == "folder":
        (folder / "CURRENT").mkdir()
    elif kind != "no folder":
        content = {"bytes": b"\xff\xfe\x00", "long": b"a" * 5000, "nul": b"a\x00b"}[kind]
        (folder / "CURRENT").write_bytes(content)
    with pytest.raises(NoSnapshot, match=r"CURRENT.*duibiao load"):
        Warehouse(tmp_path).snapshot()


@pytest.mark.parametrize("content", [b"", b"no database " * 500, None], ids=["empty", "text", "cut"])
def test_a_build_that_cannot_be_read_is_named_with_the_next_step(village, tmp_path, content):
    (tmp_path / "warehouse").mkdir()
    path = tmp_path / "warehouse" / "duibiao-x.duckdb"
    whole = current_build_path(village / "warehouse").read_bytes()
    path.write_bytes(whole[:30_000] if content is None else content)
    (tmp_path / "warehouse" / "CURRENT").write_text(path.name, encoding="utf-8")
    with pytest.raises(NoSnapshot, match=r"duibiao-x\.duckdb.*duibiao load"):
        Warehouse(tmp_path).snapshot()


def test_one_connection_per_build_until_the_pointer_moves(village, tmp_path):
    shutil.copytree(village / "warehouse", tmp_path / "warehouse")
    warehouse = Warehouse(tmp_path)
    first = warehouse.snapshot()
    assert warehouse.snapshot() is first
    moved = first.path.with_name("duibiao-later.duckdb")
    shutil.copy(first.path, moved)
    (tmp_path / "warehouse" / "CURRENT").write_text(moved.name, encoding="utf-8")
    assert warehouse.snapshot().path == moved
    assert first.rows("build"), "a reader that still holds the old build goes on"


def test_a_build_of_another_version_is_not_read_but_its_next_step_is_said(village, tmp_path):
    shutil.copytree(village / "warehouse", tmp_path / "warehouse")
    with duckdb.connect(str(Warehouse(tmp_path).snapshot().path.resolve())) as connection:
        connection.execute("update meta.build set queries_hash = 'of another version'")
    with pytest.raises(
        NoSnapshot, match=r"另一版本.*duibiao load.*another version of this software: run `duibiao load`"
    ):
        Warehouse(tmp_path).snapshot()


def test_many_threads_share_a_snapshot(village):
    snapshot, failures = Warehouse(village).snapshot(), []

    def read():
        try:
            assert snapshot.select("select count(*) as n from fact.target where level = $level", level="programme") == [
                {"n": 1}
            ]
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_what_a_caller_does_to_its_rows_stays_with_it(village):
    snapshot = Warehouse(village).snapshot()
    first = snapshot.rows("programmes")
    before = [dict(row) for row in first]
    first[0]["name_zh"] = "x"
    first.pop()
    assert snapshot.rows("programmes") == before


def test_answers_are_told_apart_by_question_and_kept_in_bounds(village):
    snapshot = Warehouse(village).snapshot()
    periods = [row["period_id"] for row in snapshot.select("select period_id from dim.round order by 1")]
    asked = [
        snapshot.rows("report_states", programme_id=PROGRAMME, period_id=period, unit_id=None) for period in periods
    ]
    assert len(periods) == 3
    assert all({row["period_id"] for row in rows} == {period} for rows, period in zip(asked, periods, strict=True))
    for number in range(2 * KEPT_ANSWERS):
        assert snapshot.rows("unit", unit_id=f"nobody-{number}", period_id=periods[-1]) == []
    assert len(snapshot._answers) == KEPT_ANSWERS
