"""What the page of programmes has looked at before it counts: a workbook, a single change, a breakdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.contract import COLUMN_ROLES, PASSED_OVER
from metrics.sentences import Bilingual, say
from metrics.single_changes import LONGEST_TEXT, single_changes
from pipelines.clerk.facts import file_name, require_hash, text
from pipelines.clerk.requests import BadRequest, Request, RequestInbox
from pipelines.definitions.assigning import assignment_facts
from pipelines.definitions.breakdown import Breakdown, header_of, remember, remembered
from pipelines.definitions.desk import Definitions, programme_id
from pipelines.definitions.preview import Answers, Preview
from pipelines.definitions.reading import ReadBook
from pipelines.definitions.single_change import AskedChange, look_at_change, subject_words
from pipelines.definitions.things import Things, read_things
from pipelines.readers.workbook import WorkbookReader

WORKBOOK, FORM, BREAKDOWN, ASSIGN = LOOKED_AT = (
    "programme_check", "programme_form", "programme_breakdown", "programme_assign",
)  # fmt: skip
# The columns and labels that somebody may say the meaning of at once.
MOST_ASSIGNED = 400
Look = Callable[[Answers | None], Preview]


@dataclass(frozen=True)
class Asked:
    """What is to be looked at: its bytes as they are kept, what it is called, and what looks at it.

    `facts` are what the page is told beside the preview, once it was looked at; `has_cells` says whether its faults can
    be marked in a copy, `is_kept` whether its bytes are looked at again though they did not pass. `after` is what
    remains to be done once it is published.
    """

    content: bytes
    name: Bilingual
    look: Look
    facts: dict[str, Any]
    has_cells: bool = True
    is_kept: bool = False
    after: Callable[[Preview], None] = field(default=lambda _: None)


def asked(definitions: Definitions, request: Request, facts: dict[str, Any]) -> Asked:
    """What a request to look at something is about.

    Raises:
        BadRequest: where it says something else than requests of its kind say, or its bytes are gone.
    """
    if facts.get("kind") == FORM:
        return _form(definitions, facts)
    if facts.get("kind") == WORKBOOK:
        return _workbook(definitions, request, facts)
    if facts.get("kind") == BREAKDOWN:
        return _breakdown(definitions, request, facts, facts)
    with RequestInbox(definitions.raw_folder).open(text(facts, "of") or "") as first:
        said = first.facts() if first is not None else {}
        if first is None or said.get("kind") != BREAKDOWN:
            raise BadRequest(*say("clerk.programme_gone"))
        return _breakdown(definitions, first, said, facts)


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


def _breakdown(definitions: Definitions, first: Request, sent: dict[str, Any], facts: dict[str, Any]) -> Asked:
    """A table that came with the request `first`, read as `facts` say its words are meant."""
    content, name = _content(first, sent), file_name(text(sent, "file_name"))
    assigned, office_folder = _assigned(facts), definitions.raw_folder.parent
    sheet, row = text(facts, "sheet"), facts.get("header_row")
    if row is not None and (type(row) is not int or row < 1):
        raise BadRequest("header_row 应为正整数", "header_row must be a whole number from 1")
    told: dict[str, Any] = {"file": name, "of": first.request_id}

    def look(answers: Answers | None) -> Preview:
        with _opened(content, name) as (path, workbooks):

            def read(things: Things) -> ReadBook:
                programme = programme_id(things, text(sent, "programme_id") or "")
                table = Breakdown(things, programme, assigned, remembered(office_folder))
                book = table.read(path, name, workbooks, sheet, row)
                told["assignment"] = assignment_facts(table, book)
                return book

            return definitions.look_at_read(read, answers)

    def after(looked_at: Preview) -> None:
        if assigned and (header := header_of(looked_at.book)) is not None:
            remember(office_folder, header, assigned)

    return Asked(content, Bilingual(name, name), look, told, is_kept=True, after=after)


def _assigned(facts: dict[str, Any]) -> dict[str, str]:
    """What was said of the words of a table.

    Raises:
        BadRequest: where it is no meaning that such words can have.
    """
    said = facts.get("assigned") or {}
    is_whole = isinstance(said, dict) and len(said) <= MOST_ASSIGNED
    for word, meaning in said.items() if is_whole else ():
        role = meaning.partition(":")[0] if isinstance(meaning, str) and len(meaning) <= LONGEST_TEXT else ""
        is_whole = is_whole and bool(word.strip()) and role in (*COLUMN_ROLES, PASSED_OVER)
    if not is_whole:
        known = ", ".join((*COLUMN_ROLES, "unit:NAME", "target:NAME", PASSED_OVER))
        raise BadRequest(
            f"assigned 应为 {{原文: 意思}},意思为 {known}",
            f"assigned must be {{text: meaning}}, a meaning is one of {known}",
        )
    return dict(said)


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
