"""Parsed rows kept in segments: each file's rows stand once, whatever a killed load leaves behind."""

import shutil

import pytest

from metrics.database import connect
from pipelines.loading.parsed import MOST_SEGMENTS, ParsedRows


@pytest.fixture
def kept(tmp_path):
    return ParsedRows(tmp_path / "warehouse", "report", ["value", "_row"])


def row(number):
    return {"_sha256": f"{number:02}", "value": str(number), "_row": number}


def rows(kept):
    with connect() as connection:
        known = kept.known(connection)
        kept.write_to(connection, "received")
        found = connection.execute("select _sha256, value, _row from received order by all").fetchall()
    assert known == {sha256 for sha256, _, _ in found}
    return found


EVERY = [(f"{number:02}", str(number), number) for number in range(MOST_SEGMENTS + 1)]


def test_many_small_segments_become_one_with_the_same_rows(kept):
    for number in range(MOST_SEGMENTS + 1):
        kept.add([row(number)])
    assert len(kept.segments) == 1
    assert rows(kept) == EVERY


def test_segments_that_a_killed_load_left_beside_the_one_that_took_them_in_count_no_more(kept, tmp_path):
    for number in range(MOST_SEGMENTS):
        kept.add([row(number)])
    shutil.copytree(kept.folder, tmp_path / "before")
    kept.add([row(MOST_SEGMENTS)])
    shutil.copytree(tmp_path / "before", kept.folder, dirs_exist_ok=True)
    assert rows(kept) == EVERY
    kept.add([row(99)])
    assert rows(kept) == [*EVERY, ("99", "99", 99)]
    assert sorted(path for path in kept.folder.iterdir()) == kept.segments


def test_none_kept_is_a_table_without_rows(kept):
    assert rows(kept) == []
