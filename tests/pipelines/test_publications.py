"""Definitions hold from the line that publishes them, by the bytes kept then, whatever becomes of the draft."""

import pytest

from pipelines.archive import Archive
from pipelines.definitions.publications import (
    LostDefinitions,
    OvertakenPublication,
    in_force,
    manifest_of,
    publish,
    published_files,
)
from pipelines.records import Publication
from pipelines.verify import verify

FIRST = {"units.yml": b"- id: a\n", "targets/x.csv": b"target_id\nt\n"}
LATER = {**FIRST, "units.yml": b"- id: b\n"}


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


def said(taken_from=None, **more):
    return Publication("", "王芳", "首次登记", "", ["x"], taken_from=taken_from, **more)


def test_nothing_is_in_force_before_somebody_publishes(archive):
    assert in_force(archive) is None


def test_each_publication_keeps_its_own_bytes(archive):
    first = publish(archive, FIRST, said())
    later = publish(archive, LATER, said(taken_from=first.manifest))
    assert in_force(archive) == later
    assert (first.manifest, later.manifest) == (manifest_of(FIRST), manifest_of(LATER))
    assert published_files(archive, first.manifest) == FIRST
    assert published_files(archive, later.manifest) == LATER
    assert first.recorded_at < later.recorded_at


def test_whoever_was_overtaken_looks_again(archive):
    publish(archive, FIRST, said())
    with pytest.raises(OvertakenPublication, match="王芳"):
        publish(archive, LATER, said())
    assert len(archive.publications()) == 1


@pytest.mark.parametrize(("harm", "code"), [("altered", "verify.changed"), ("gone", "verify.lost")])
def test_published_bytes_that_were_touched_are_named(archive, harm, code):
    publication = publish(archive, FIRST, said())
    assert verify(archive).findings == ()
    (place,) = [path for path in archive.folder.rglob("*") if path.is_file() and path.read_bytes() == b"- id: a\n"]
    place.write_bytes(b"- id: z\n") if harm == "altered" else place.unlink()
    with pytest.raises(LostDefinitions, match=r"units\.yml"):
        published_files(archive, publication.manifest)
    (finding,) = verify(archive).findings
    assert finding.rule_id == code


def test_a_full_disk_publishes_nothing(archive, monkeypatch):
    first = publish(archive, FIRST, said())

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.journal, "append", full)
    with pytest.raises(OSError, match="No space left"):
        publish(archive, LATER, said(taken_from=first.manifest))
    assert in_force(archive) == first
    assert published_files(archive, first.manifest) == FIRST


def test_an_older_program_refuses_definitions_of_a_later_format_by_name(archive, monkeypatch):
    with monkeypatch.context() as newer:
        newer.setattr("pipelines.definitions.publications.FORMAT", 2)
        made = publish(archive, FIRST, said())
    with pytest.raises(LostDefinitions) as refused:
        published_files(archive, made.manifest)
    assert "2" in str(refused.value) and "新版程序" in str(refused.value) and "newer program" in str(refused.value)
