"""What the page of programmes has looked at before it counts: a workbook, or a single change said in a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.sentences import Bilingual
from metrics.single_changes import LONGEST_TEXT, single_changes
from pipelines.clerk.facts import file_name, require_hash, text
from pipelines.clerk.requests import BadRequest, Request
from pipelines.definitions.desk import Definitions
from pipelines.definitions.preview import Answers, Preview
from pipelines.definitions.single_change import AskedChange, look_at_change, subject_words
from pipelines.definitions.things import read_things
from pipelines.readers.workbook import WorkbookReader

WORKBOOK, FORM = LOOKED_AT = ("programme_check", "programme_form")
Look = Callable[[Answers | None], Preview]


@dataclass(frozen=True)
class Asked:
    """What is to be looked at: its bytes as they are kept, what it is called, and what looks at it.

    `facts` are what the page is told beside the preview, `has_cells` whether its faults can be marked in a copy.
    """

    content: bytes
    name: Bilingual
    look: Look
    facts: dict[str, Any]
    has_cells: bool = True


def asked(definitions: Definitions, request: Request, facts: dict[str, Any]) -> Asked:
    """What a request to look at something is about.

    Raises:
        BadRequest: where it says something else than requests of its kind say, or its bytes are gone.
    """
    return _form(definitions, facts) if facts.get("kind") == FORM else _workbook(definitions, request, facts)


def _workbook(definitions: Definitions, request: Request, facts: dict[str, Any]) -> Asked:
    content, name = _content(request, facts), file_name(text(facts, "file_name"))

    def look(answers: Answers | None) -> Preview:
        with _opened(content, name) as (path, workbooks):
            return definitions.look_at(path, name, workbooks, answers)

    return Asked(content, Bilingual(name, name), look, {"file": name})


def _form(definitions: Definitions, facts: dict[str, Any]) -> Asked:
    change = asked_change(facts)
    words = subject_words(change, read_things(definitions.files()))
    look: Look = partial(look_at_change, definitions, change)
    told = {"change": change.kind, "subject_zh": words.zh, "subject_en": words.en, "reason": change.reason()}
    return Asked(change.content(), words, look, told, has_cells=False)


def asked_change(facts: dict[str, Any]) -> AskedChange:
    """The single change that a form says.

    Raises:
        BadRequest: for one that is of another shape.
    """
    kind, said = text(facts, "change") or "", facts.get("said")
    if kind not in single_changes():
        known = ", ".join(single_changes())
        raise BadRequest(f"{kind}: 没有这种变更,可用 {known}", f"{kind} is no change; there are: {known}")
    is_whole = isinstance(said, dict) and all(
        isinstance(value, str) and len(value) <= LONGEST_TEXT for value in said.values()
    )
    if not is_whole:
        raise BadRequest(f"said 应为各栏的文字,每栏不超过 {LONGEST_TEXT} 字",
                         f"said must be the words of each field, at most {LONGEST_TEXT} characters")  # fmt: skip
    place = text(facts, "programme_id") or "", kind, text(facts, "subject_id") or ""
    return AskedChange(*place, text(facts, "publication"), dict(said or {}))


def _content(request: Request, facts: dict[str, Any]) -> bytes:
    with request.content() as content:
        require_hash(content, text(facts, "sha256"))
        return content.read()


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[tuple[Path, WorkbookReader]]:
    with TemporaryDirectory() as folder, WorkbookReader() as workbooks:
        path = Path(folder) / f"workbook{Path(name).suffix[:8]}"
        path.write_bytes(content)
        yield path, workbooks
