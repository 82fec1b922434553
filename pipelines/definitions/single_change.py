"""A single change said in the fields of a form: read as rows of the workbook, so that it goes the very same way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from expectations.result import Finding
from metrics.sentences import Bilingual
from metrics.single_changes import NEW_DOCUMENT, TARGET, TASK, UNIT, SingleChange, single_changes
from pipelines.definitions.desk import Definitions
from pipelines.definitions.forms import sheet_tables
from pipelines.definitions.names import target_label
from pipelines.definitions.new_responsibility import RESPONSIBILITY
from pipelines.definitions.preview import Answers, Preview
from pipelines.definitions.reading import ReadBook, SheetRow
from pipelines.definitions.things import Key, Things
from pipelines.readers.grid import TEXT, Cell
from pipelines.readers.wording import reading_finding

# Where a document that is registered with a change is said to come from, and the door of such a publication.
FORM_FILE, CHANNEL = "form", "form"
RENAMED = "renamed"
_TABLES = {TARGET: "target_change", UNIT: "unit", TASK: RESPONSIBILITY}
# The column of each table that says what a change is about.
_ABOUT = {TARGET: "target", UNIT: "name", TASK: "task"}
# What registers a document, and its column where that is called otherwise.
_REGISTERS, _POLICY = ("title", "number", "issuer", "issued_on"), {"number": "document_number"}
# Of the choices, those that a form names by id and the sheets by name.
_NAMED = {"unit": UNIT, "successor": UNIT, "answering": UNIT, "merged_into": TARGET, "document": "policy"}


@dataclass(frozen=True)
class AskedChange:
    """What a form says: of which programme, which change of what, from which definitions, and its fields as filled."""

    programme_id: str
    kind: str
    subject_id: str
    publication: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def change(self) -> SingleChange:
        """The change as it is declared."""
        return single_changes()[self.kind]

    def content(self) -> bytes:
        """What the form said, as it is kept in the archive once it is published."""
        facts = {"programme_id": self.programme_id, "change": self.kind, "subject_id": self.subject_id,
                 "publication": self.publication, "said": dict(self.said)}  # fmt: skip
        return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()

    def reason(self) -> str:
        """Why, as the form says it."""
        return self.said.get("reason") or self.said.get("change_source") or ""


def look_at_change(definitions: Definitions, asked: AskedChange, answers: Answers | None = None) -> Preview:
    """The form held against what holds now, as a workbook is; nothing is stored."""
    looked_at = definitions.look_at_read(lambda things: change_book(asked, things), answers)
    faulty = {one.column_name or "" for one in looked_at.findings}
    if any(name.startswith(NEW_DOCUMENT) for name in faulty):
        # One slip in what registers the document is one fault: that it is not there yet follows from it.
        looked_at.findings = [one for one in looked_at.findings if one.column_name != "document"]
    if asked.kind == RENAMED:  # A name that is taken is the new one.
        looked_at.findings = [replace(one, column_name="renamed_to") if one.column_name == "name" else one
                              for one in looked_at.findings]  # fmt: skip
    places = {one.name: place for place, one in enumerate(asked.change.fields)}
    looked_at.findings.sort(key=lambda one: places.get(one.column_name or "", -1))
    return looked_at


def change_book(asked: AskedChange, things: Things) -> ReadBook:
    """The form as the rows that a workbook would have; what must be filled and is not is a finding at its field."""
    book = ReadBook(FORM_FILE, channel=CHANNEL)
    book.facts = {"programme_id": asked.programme_id, "publication": asked.publication or ""}
    subject: Key = asked.change.subject, asked.subject_id
    if subject not in things:
        book.findings.append(reading_finding("change.subject", FORM_FILE, 1, asked.change.subject))
        return book
    said = {name: text.strip() for name, text in asked.said.items() if text.strip() and asked.change.field(name)}
    book.findings += _missing(asked.change, said)
    if said.get("successor") == asked.subject_id:
        book.findings.append(reading_finding("change.itself", FORM_FILE, 1, "successor"))
    new_document = {name.removeprefix(NEW_DOCUMENT): said.pop(name) for name in list(said)
                    if name.startswith(NEW_DOCUMENT)}  # fmt: skip
    if new_document:
        columns = {_POLICY.get(name, name): f"{NEW_DOCUMENT}{name}" for name in _REGISTERS}
        registered = {column: new_document.get(name.removeprefix(NEW_DOCUMENT), "") for column, name in columns.items()}
        book.rows.append(_row("policy", registered, columns))
        if "document" in said:
            book.findings.append(reading_finding("change.two_documents", FORM_FILE, 1, "document"))
        said["document"] = new_document.get("title", "")
    cells = {name: _named(name, text, things) for name, text in said.items()}
    chosen = {name: text for name, text in said.items() if (_NAMED.get(name, ""), text) in things}
    cells[_ABOUT[asked.change.subject]] = _label(subject, things)
    if asked.change.subject == TARGET:
        cells["change_kind"] = asked.kind
    chosen[_ABOUT[asked.change.subject]] = asked.subject_id
    book.rows.append(replace(_row(_TABLES[asked.change.subject], cells), given_id=asked.subject_id, chosen=chosen))
    book.tables |= {row.table for row in book.rows}
    return book


def _missing(change: SingleChange, said: Mapping[str, str]) -> Iterator[Finding]:
    for one in change.fields:
        if one.is_required and one.name not in said:
            yield reading_finding("change.required", FORM_FILE, 1, one.name)
    if not change.is_by_document or "document" in said:
        return
    if not any(name.startswith(NEW_DOCUMENT) for name in said):
        yield reading_finding("change.document", FORM_FILE, 1, "document")
        return
    for name in ("document_title", "document_issuer"):
        if name not in said:
            yield reading_finding("cell.required", FORM_FILE, 1, name)


def _row(table: str, cells: Mapping[str, str], headers: Mapping[str, str] | None = None) -> SheetRow:
    """A row of a sheet, with the names of the form's fields in the place of headers."""
    known = sheet_tables()[table].columns if table in sheet_tables() else ()
    keys = [*(column.key for column in known), *(key for key in cells if key not in {one.key for one in known})]
    words = {key: ((headers or {}).get(key, key), place) for place, key in enumerate(keys)}
    return SheetRow(table, None, 1, {key: Cell(text, TEXT) for key, text in cells.items()}, words)


def _named(name: str, text: str, things: Things) -> str:
    """What stands in the cell of the sheet for what the form says; an id of nothing stays, and is then found."""
    key = _NAMED.get(name, ""), text
    return _label(key, things) if key in things else text


def _label(key: Key, things: Things) -> str:
    if key[0] == TARGET:
        return target_label(key, things)
    fields = things[key]
    names = ("name", "title.zh", "title.en", "name_zh", "name_en")
    return next((str(fields[name]) for name in names if fields.get(name)), key[1])


def subject_words(asked: AskedChange, things: Things) -> Bilingual:
    """What the thing that is changed is called."""
    key: Key = asked.change.subject, asked.subject_id
    if key not in things:
        return Bilingual(asked.subject_id, asked.subject_id)
    if key[0] == TARGET:
        return Bilingual(target_label(key, things, "zh"), target_label(key, things, "en"))
    zh = _label(key, things)
    return Bilingual(zh, str(things[key].get("name_en") or zh))
