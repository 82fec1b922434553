"""What was altered after it was recorded is found by its name, and an archive that nobody touched is proven."""

import json
import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner

from app import main
from pipelines.archive import Archive
from tests.pipelines.test_old_journals import FROZEN
from tests.published import published

pytestmark = pytest.mark.slow


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """The archive of the frozen office, moved into one journal."""
    shutil.copytree(FROZEN, tmp_path / "raw")
    monkeypatch.setenv("DUIBIAO_DATA", str(tmp_path))
    catalog = FROZEN.parents[1] / "catalog"
    done = CliRunner().invoke(
        main, ["upgrade", str(tmp_path), "--catalog", str(catalog), "--by", "李四", "--confirm-time"]
    )
    assert done.exit_code == 0, done.output
    archive = Archive(tmp_path / "raw")
    return archive


def verify(*options):
    done = CliRunner().invoke(main, ["verify", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_what_nobody_touched_is_proven_and_its_head_is_printed(archive):
    code, said = verify()
    assert code == 0, said
    head = archive.journal.head()
    assert f"head {head.hash}" in said
    assert "--head" in said and "尾部是否被截去" in said and "whether its end was cut off" in said
    assert "--head" not in verify("--head", head.hash)[1]
    facts = json.loads(verify("--json", "--head", head.hash.removeprefix("sha256:").upper())[1])
    # Accepted, held and refused bytes, what was found in some, one closing, three old journals.
    assert (facts["is_tail_proven"], facts["findings"]) == (True, [])
    assert facts["line_count"] == len(archive.lines()) and facts["file_count"] > 20


def test_an_office_in_which_nothing_happened_has_nothing_to_prove(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(tmp_path / "new"))
    assert verify()[0] == 0
    assert not (tmp_path / "new").exists()


def every_file(archive):
    """Every file that a line names, but not the journal itself, nor what older programs are told."""
    kept = [path for root in (archive.folder, archive.quarantine) for path in root.rglob("*") if path.is_file()]
    told = {".lock", "journal.jsonl", "receipts.jsonl"}
    # What lay beside refused files before the journal was one has no line of its own.
    return [path for path in kept if not (path.name in told and path.parent == archive.folder) and
            not (path.name.endswith(".findings.json") and path.name.count(".") == 2)]  # fmt: skip


def test_every_file_that_was_altered_or_is_gone_is_named(archive):
    files = every_file(archive)
    assert len(files) == json.loads(verify("--json")[1])["file_count"]
    for path in files:
        kept = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        code, said = verify()
        assert code == 1 and path.relative_to(archive.folder.parent).as_posix() in said, path
        path.unlink()
        code, said = verify()
        assert code == 1 and path.name in said and "备份" in said and "backup" in said, path
        path.write_bytes(kept)
    assert verify()[0] == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [("李四", "厅长"), ("已核实", "领导同意"), ('"step":"return"', '"step":"accept"'), ("2019-01-08", "2018-01-08")],
)
def test_whoever_rewrites_who_decided_what_is_found_at_the_line(archive, old, new):
    path = archive.journal.path
    text = path.read_text(encoding="utf-8")
    assert text.count(old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said = verify()
    number = text[: text.index(old)].count("\n") + 1
    assert code == 1 and f"line {number + 1} does not follow" in said and f"第 {number + 1} 行" in said
    assert "Traceback" not in said


def test_a_cut_tail_is_found_by_a_head_that_was_kept_and_only_by_it(archive):
    head, lines = archive.journal.head(), archive.journal.path.read_bytes().splitlines(keepends=True)
    archive.journal.path.write_bytes(b"".join(lines[:-2]))
    assert verify()[0] == 0
    code, said = verify("--head", head.hash)
    assert code == 1 and head.hash in said and "尾部被截去" in said and "was cut off" in said
    archive.journal.path.write_bytes(b"".join(lines))
    earlier = archive.lines()[-2].prev
    assert verify("--head", earlier)[0] == 0


def test_a_time_that_runs_back_is_named_with_its_line(archive):
    lines = archive.lines()
    earlier = [lines[0], lines[2], lines[1], *lines[3:]]
    earlier[1], earlier[2] = (line for line in (lines[-1], lines[1]))
    archive.journal.path.unlink()
    archive.journal.begin(earlier)
    code, said = verify()
    assert code == 1 and "早于前一行" in said and "clock mend" in said and "行" in said


def test_a_last_line_without_its_end_is_no_fault(archive):
    with archive.journal.path.open("ab") as file:
        file.write(b'{"seq":')
    assert verify()[0] == 0


def rewritten(archive, receipt, old, new):
    """As if a line had been written by a program that read something else: rows and chain are whole."""
    place = archive.rows_place(receipt)
    rows = [{key: new if value == old else value for key, value in row.items()} for row in archive.rows(receipt)]
    lines = archive.lines()
    other = archive.with_rows_beside(receipt, rows)
    assert other.rows_sha256 != receipt.rows_sha256
    place.unlink()
    archive.journal.path.unlink()
    archive.journal.begin(
        [replace(line, facts=line.facts | {"rows_sha256": other.rows_sha256})
         if line.facts.get("rows_sha256") == receipt.rows_sha256 else line for line in lines]
    )  # fmt: skip


def test_what_todays_code_reads_otherwise_is_for_a_person_to_judge(archive):
    code, said = verify("--reread")
    assert code == 0, said
    receipt = next(r for r in archive.receipts() if r.verdict == "accepted" and r.kind == "report")
    rewritten(archive, receipt, "2.6", "26")
    assert verify()[0] == 0
    code, said = verify("--reread")
    assert code == 1 and receipt.name in said and "“2.6”" in said and "“26”" in said and "which stands" in said


def test_a_report_that_today_cannot_be_read_keeps_its_rows_and_is_named(archive, tmp_path, monkeypatch):
    rate = tmp_path / "raw" / "definitions" / "indicators" / "jobs-rate.yml"
    rate.write_text(rate.read_text(encoding="utf-8").replace("measure_unit: '%'", "measure_unit: 人"), encoding="utf-8")
    published(tmp_path)
    code, said = verify("--reread")
    assert code == 1 and "今天读不出了" in said and "cannot be read today" in said
