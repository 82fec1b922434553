"""Requests laid as a page lays them, and their answers read."""

import json
import time

import pytest

from metrics.contract import FINAL_STATES
from pipelines import publishing
from pipelines.clerk.errands import Errands
from pipelines.clerk.requests import RequestInbox
from pipelines.clerk.worker import take_up
from pipelines.definitions.publications import manifest_of


class Pages:
    """What pages do: lay a request under a hidden name, rename it, read its answer."""

    def __init__(self, data):
        self.folder = data / "raw" / "inbox" / "requests"
        self.count = 0

    def lay(self, content=None, request_id=None, **facts):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.count += 1
        name = request_id or f"request-{self.count:04}"
        draft = self.folder / f".{name}"
        draft.mkdir()
        if content is not None:
            (draft / "content").write_bytes(content if isinstance(content, bytes) else content.encode())
        (draft / "request.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        draft.rename(self.folder / name)
        return self.folder / name

    def upload(self, content, file_name="报告.csv", by="韩梅", **facts):
        return self.lay(content, kind="upload", by=by, file_name=file_name, asked_at="2026-11-25T08:00:00Z", **facts)

    def step(self, step, unit_id=None, by="王芳", programme_id="cdm-zone-2018", period_id="2019H1", **facts):
        return self.lay(kind="step", step=step, unit_id=unit_id, by=by, programme_id=programme_id,
                        period_id=period_id, asked_at="2026-11-25T08:00:00Z", **facts)  # fmt: skip

    @staticmethod
    def answer(folder):
        path = folder / "answer.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def wait(self, folder, seconds=120):
        deadline = time.monotonic() + seconds
        while self.answer(folder).get("state") not in FINAL_STATES:
            assert time.monotonic() < deadline, self.answer(folder)
            time.sleep(0.2)
        return self.answer(folder)


@pytest.fixture(autouse=True)
def tried_once(monkeypatch):
    """A load by definitions that was tried for a preview is not tried again while all lies as it lay."""
    check, tried = publishing.check_definitions, {}

    def found(data_folder, files, with_sample, **more):
        lies = data_folder, with_sample, manifest_of(files), *_as_it_lies(data_folder / "raw")
        if lies not in tried:
            tried[lies] = list(check(data_folder, files, with_sample, **more))
        return tried[lies]

    monkeypatch.setattr(publishing, "check_definitions", found)


def _as_it_lies(raw_folder):
    # A request is laid below the inbox, and what is kept in the archive counts once its journal names it.
    others = [path for path in raw_folder.rglob("*") if not {"inbox", "archive"} & {*path.parts} and path.is_file()]
    paths = [path for path in (raw_folder / "archive" / "journal.jsonl", *sorted(others)) if path.exists()]
    return [(path, path.stat().st_size, path.stat().st_mtime_ns) for path in paths]


@pytest.fixture
def bare_data(shipped_bare):
    return shipped_bare


@pytest.fixture
def pages(bare_data):
    return Pages(bare_data)


@pytest.fixture
def carry_out(office, pages):
    """Carries one request out in this process, on the module's own office; gives its answer."""

    def run(folder):
        with RequestInbox(office.data / "raw").open(folder.name) as request:
            take_up(request, Errands(office.data, with_sample=False))
        return pages.answer(folder)

    return run


@pytest.fixture
def publish(pages, carry_out):
    """Has what was looked at published; gives the answer."""

    def run(folder, answer, **more):
        facts = {"kind": "programme_publish", "check": folder.name, "sha256": answer["outcome"]["sha256"]}
        return carry_out(pages.lay(**{**facts, "by": "王芳", "reason": "首次登记", **more}))

    return run
