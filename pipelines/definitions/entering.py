"""A workbook's rows, entered into the definitions it was taken from: what the office would declare after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from expectations.result import Finding
from metrics.catalog.measures import Measures
from metrics.sentences import LANGUAGES, Bilingual
from pipelines.definitions.amounts import read_edge
from pipelines.definitions.forms import Column, sheet_tables, tables
from pipelines.definitions.measure_units import enter_measure_units, known_units
from pipelines.definitions.names import Names, names_of, new_id, taken_ids
from pipelines.definitions.parts import enter_parts
from pipelines.definitions.reading import ReadBook, SheetRow
from pipelines.definitions.rolling import enter_rounds
from pipelines.definitions.siblings import enter_siblings
from pipelines.definitions.targets import enter_target
from pipelines.definitions.things import Fields, Key, Things
from pipelines.definitions.units import enter_units
from pipelines.definitions.values import NOT_READ, CellReader, is_same_number
from pipelines.readers.keys import name_key
from pipelines.readers.wording import reading_finding

_NOT_SAID = {"zh": "未说明", "en": "not stated"}
_NO_CYCLE_NOTE = Bilingual("登记时未写明文件对报送的要求。", "What the document asks of reporting was not entered.")
_NO_SOURCE = Bilingual("依据未登记。", "What states this was not entered.")
_NOT_GIVEN = {
    "definition": Bilingual("登记时未给出定义。", "No definition was given."),
    "basis": Bilingual("登记时未说明统计口径。", "What the basis is was not given."),
}


@dataclass(frozen=True)
class Origin:
    """Where in the workbook a row of a table was said: its sheet row, and the column behind each of its fields."""

    row: SheetRow
    columns: dict[str, str] = field(default_factory=dict)


@dataclass
class Entered:
    """What the definitions are after a workbook: all rows, where each said one stands, and what is wrong.

    With a finding of severity `error` the rows are not to be used.
    """

    things: Things
    programme_id: str | None = None
    origins: dict[Key, Origin] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def enter(book: ReadBook, base: Things, current: Things | None = None, *, clears: bool) -> Entered:
    """`base` with what `book` says.

    A row that the workbook leaves out stays as it is. An empty cell changes nothing, unless the workbook was taken from
    `base` itself (`clears`): then it empties what stood there. What others added since stands in `current`: it is found
    by its name, and its ids are not given a second time.
    """
    return Entering(book, base, base if current is None else current, clears).entered()


class Entering:
    """One workbook on its way into the definitions; what hangs on tasks and targets is entered beside it."""

    def __init__(self, book: ReadBook, base: Things, current: Things, clears: bool) -> None:
        self.book, self.base, self.clears = book, base, clears
        self.since = {key: fields for key, fields in current.items() if key not in base}
        self.result = Entered({key: dict(fields) for key, fields in base.items()}, findings=list(book.findings))
        self.things = self.result.things
        self.cells = CellReader(book, Names(self.things), Measures(known_units(base)))
        # What rows of this workbook gave a name to, so that a second one is not something new.
        self.named: dict[tuple[str, str], str] = {}
        self.programme_id = ""
        self.scope_id: str | None = None

    def entered(self) -> Entered:
        """Every table in the order in which they refer to one another."""
        if not self._enter_programme():
            self.result.findings += self.cells.findings
            return self.result
        for enter in (self._measure_units, self._documents, self._units, self._contacts, self._indicators, self._tasks,
                      self._targets):  # fmt: skip
            enter()
            self.cells.names = self._names()
        enter_parts(self)
        self.result.findings += self.cells.findings
        return self.result

    def _names(self) -> Names:
        return Names(self._of_programme(), Names(self._of_programme(self.base)) if self.clears else None)

    def _of_programme(self, things: Things | None = None) -> Things:
        # Names of tasks and targets are those of this programme; all else is the office's.
        return {key: fields for key, fields in (self.things if things is None else things).items()
                if key[0] not in ("task", "target") or fields.get("programme_id") == self.programme_id}  # fmt: skip

    # What every table has in common -----------------------------------------------------------------------------------

    def existing(self, row: SheetRow, table: str, name: str, main: str) -> str | None:
        """The id of what a row is about, by its hidden id and what is seen; None for something new."""
        ids = self.cells.names.ids(table, name) or Names(self.since).ids(table, name)
        if not ids and (table, name_key(name)) in self.named:
            return self.named[table, name_key(name)]
        given = row.given_id
        if given and (table, given) in self.things:
            if given in ids:
                return given
            named = next(names_of((table, given), self.things), given)
            self.cells.find("workbook.id", row, main, name, named=named)
            return given
        if len(ids) > 1:
            self.cells.find("workbook.ref.several", row, main, name)
        return ids[0] if ids else None

    def taken(self, table: str) -> set[str]:
        """The ids of a table that are in use, here or since."""
        return taken_ids(self.things, table) | taken_ids(self.since, table)

    def put(self, row: SheetRow, key: Key, defaults: Fields | None = None, more: Fields | None = None) -> Fields:
        """Enters what a row says of the thing `key`: its columns, `more`, and `defaults` where it is new."""
        before = self.things.get(key, self.since.get(key))
        fields = dict(before or {})
        columns: dict[str, str] = {}
        for column in sheet_tables()[row.table].columns:
            columns |= dict.fromkeys(column.feeds, column.key)
            if column.feeds and column.key in row.cells and not _is_later(column, row):
                self.put_column(row, column, fields)
        fields |= {name: value for name, value in (more or {}).items() if value is not None}
        if before is None:
            said = {name: value for name, value in (defaults or {}).items() if value is not None}
            # What it is found by stands first, what nobody said last.
            first = {name: said.pop(name) for name in tables()[key[0]].key if name in said}
            fields = first | fields | {name: value for name, value in said.items() if name not in fields}
        if key in self.result.origins:
            main = sheet_tables()[row.table].columns[0].key
            self.cells.find("workbook.repeated", row, main, row.text(main), first=self.result.origins[key].row.number)
        self.things[key] = fields
        self.result.origins[key] = Origin(row, columns)
        if key[0] in ("policy", "unit", "indicator"):
            self.named.setdefault((key[0], name_key(str(fields.get(tables()[key[0]].name or "")))), key[1])
        return fields

    def put_later(self, entered: list[tuple[SheetRow, Key]]) -> None:
        """Enters what rows say of others of their own sheet, which may stand further down."""
        self.cells.names = self._names()
        for row, key in entered:
            for column in sheet_tables()[row.table].columns:
                if column.feeds and column.key in row.cells and _is_later(column, row):
                    self.put_column(row, column, self.things[key])

    def put_column(self, row: SheetRow, column: Column, fields: Fields) -> None:
        """Enters what one cell says into the fields that its column fills."""
        cell = row.cell(column.key)
        if not cell:
            if self.clears:
                for name in column.feeds:
                    fields.pop(name, None)
            return
        if column.kind in ("amount", "measure_unit") and row.table in ("target", "target_change"):
            return  # In the unit of its indicator, which is looked up first.
        if cell.text == str(fields.get(column.feeds[0])) and column.kind not in ("words", "list"):
            return
        value = self.cells.read(row, column)
        if value is NOT_READ:
            return
        if column.kind == "number" and is_same_number(fields.get(column.feeds[0]), value):
            return
        if column.kind == "words":
            self._put_words(row, column, fields, str(value))
        elif column.key == "aliases" and row.table == "unit":
            fields["aliases"] = self._aliases(value, fields.get("aliases", []))
        else:
            fields[column.feeds[0]] = value

    def _put_words(self, row: SheetRow, column: Column, fields: Fields, words: str) -> None:
        first, second = column.feeds
        other, key = row.text(f"{column.key}_en").strip(), f"{column.key}_en"
        # In a workbook of one language the other words follow, unless they were words of their own.
        has_own = fields.get(second) not in (None, fields.get(first))
        fields[first] = words
        if other or not has_own or key in row.cells:
            fields[second] = other or words

    @staticmethod
    def _aliases(names: list[str], before: list[Any]) -> list[Any]:
        known = {name_key(one["name"]): one for one in before if isinstance(one, dict)}
        return [known.get(name_key(name), {"name": name, "note": dict(_NOT_SAID)}) for name in names]

    def note_origin(self, key: Key, row: SheetRow, columns: dict[str, str]) -> None:
        """Remembers where a row of a table was said that is not the row of its sheet itself."""
        self.result.origins[key] = Origin(row, columns)

    # Each table -------------------------------------------------------------------------------------------------------

    def _enter_programme(self) -> bool:
        row = next(iter(self.book.of("programme")), None)
        if row is None or not row.text("name"):
            given = self.book.facts.get("programme_id", "")
            if row is None and ("programme", given) in self.things:
                self.programme_id = self.result.programme_id = given
                return True
            if self.book.tables:
                self.result.findings.append(reading_finding("workbook.programme", self.book.file))
            return False
        known = self.existing(row, "programme", row.text("name"), "name")
        scope_id = self._scope(row)
        stem = _year_of(self.cells, row)
        words = row.text("name_en") or row.text("name")
        self.programme_id = known or new_id("programme", self.taken("programme"), words, stem)
        self.result.programme_id = self.programme_id
        fields = self.put(row, ("programme", self.programme_id), {
            "id": self.programme_id, "name.zh": row.text("name"), "name.en": words, "starts_on": None, "ends_on": None,
            "acceptance": None, "cycle_note.zh": _NO_CYCLE_NOTE.zh, "cycle_note.en": _NO_CYCLE_NOTE.en,
        })  # fmt: skip
        for language in ("zh", "en"):
            fields.setdefault(f"short_name.{language}", fields.get(f"name.{language}"))
        enter_rounds(self, row, fields)
        self.scope_id = scope_id
        return True

    def _scope(self, row: SheetRow) -> str | None:
        name = row.text("scope").strip()
        if not name:
            return None
        ids = self.cells.names.ids("scope", name)
        if ids:
            return ids[0]
        scope_id = new_id("scope", self.taken("scope"), name)
        self.things["scope", scope_id] = {"id": scope_id, "name.zh": name, "name.en": name, "kind": "territory"}
        self.result.origins["scope", scope_id] = Origin(row, {"name.zh": "scope"})
        self.cells.names = Names(self.things)
        return scope_id

    def _measure_units(self) -> None:
        enter_measure_units(self)

    def _documents(self) -> None:
        entered: list[tuple[SheetRow, Key]] = []
        for row in self.book.of("policy"):
            title = row.text("title")
            if not title and not row.given_id:
                self.cells.find("cell.required", row, "title")
                continue
            known = self.existing(row, "policy", title, "title")
            stem = (_day_in(self.cells, row, "issued_on") or "")[:4]
            policy_id = known or new_id("policy", self.taken("policy"), row.text("title_en") or title, stem)
            self.put(row, ("policy", policy_id), {
                "id": policy_id, "programme_id": self.programme_id, "validity": "not_stated",
                "validity_note.zh": _NO_SOURCE.zh, "validity_note.en": _NO_SOURCE.en, "source_file": self.book.file,
            })  # fmt: skip
            entered.append((row, ("policy", policy_id)))
        self.put_later(entered)

    def _units(self) -> None:
        enter_units(self)

    def _contacts(self) -> None:
        column = sheet_tables()["contact"].column("unit")
        for row in self.book.of("contact"):
            if not (self.is_named(row, "unit") and self.is_named(row, "name")):
                continue
            unit_id = self.cells.named(row, column, row.text("unit"))
            if unit_id is not None:
                name = row.text("name").strip()
                self.put(row, ("contact", unit_id, name), {"unit": unit_id, "name": name})

    def _indicators(self) -> None:
        entered: list[tuple[SheetRow, str]] = []
        for row in self.book.of("indicator"):
            if not self.is_named(row, "name"):
                continue
            known = self.existing(row, "indicator", row.text("name"), "name")
            words = row.text("name_en") or row.text("name")
            indicator_id = known or new_id("indicator", self.taken("indicator"), words)
            said = {
                f"{name}.{language}": note.in_language(language)
                for name, note in _NOT_GIVEN.items()
                for language in LANGUAGES
            }
            self.put(row, ("indicator", indicator_id), {"id": indicator_id} | said)
            entered.append((row, indicator_id))
        self.cells.names = self._names()
        for row, indicator_id in entered:
            enter_siblings(self, row, indicator_id)

    def is_named(self, row: SheetRow, key: str) -> bool:
        """Whether a row has a name; without one it is a finding."""
        if not row.text(key):
            self.cells.find("cell.required", row, key)
        return bool(row.text(key))

    def document(self, row: SheetRow) -> str | None:
        """The document of a row: the one it names, else the only one of the programme."""
        if row.cell("document"):
            return None  # Its own column fills it in.
        own = [key[1] for key, fields in self.things.items()
               if key[0] == "policy" and fields.get("programme_id") == self.programme_id]  # fmt: skip
        return own[0] if len(own) == 1 else None

    def _tasks(self) -> None:
        order = [int(f.get("sort_order", 0)) for k, f in self._of_programme().items() if k[0] == "task"]
        next_order = max(order, default=0)
        for row in self.book.of("task"):
            if not self.is_named(row, "name"):
                continue
            known = self._known_task(row)
            task_id = known or new_id("task", self.taken("task"), None, self.programme_id)
            next_order += known is None
            group = row.text("group") or "任务"
            self.put(row, ("task", task_id), {
                "task_id": task_id, "programme_id": self.programme_id, "document_id": self.document(row),
                "sort_order": str(next_order), "number": str(next_order), "group_code": self._group_code(group),
                "group_zh": group, "group_en": row.text("group_en") or (row.text("group") or "Tasks"),
            })  # fmt: skip
            self.cells.names = self._names()

    def _known_task(self, row: SheetRow) -> str | None:
        # Two tasks may bear one name: their numbers tell them apart.
        names = self._names()
        ids = names.ids("task", row.text("name"))
        if row.text("number") and not row.given_id:
            ids = [one for one in ids if self.things["task", one].get("number") == row.text("number")]
            return ids[0] if ids and ("task", ids[0]) not in self.result.origins else None
        self.cells.names = names
        return self.existing(row, "task", row.text("name"), "name")

    def _group_code(self, group: str) -> str:
        codes = {fields["group_zh"]: fields["group_code"] for key, fields in self._of_programme().items()
                 if key[0] == "task" and "group_code" in fields and "group_zh" in fields}  # fmt: skip
        return codes.get(group) or str(len(set(codes.values())) + 1)

    def _targets(self) -> None:
        for row in self.book.of("target"):
            if self.is_named(row, "indicator"):
                enter_target(self, row)


def _is_later(column: Column, row: SheetRow) -> bool:
    return column.kind in ("ref", "refs") and column.table == row.table


def _day_in(cells: CellReader, row: SheetRow, key: str) -> str | None:
    day = read_edge(row.cell(key), "first") if row.cell(key) else None
    return day.isoformat() if day else None


def _year_of(cells: CellReader, row: SheetRow) -> str:
    return (_day_in(cells, row, "ends_on") or "")[:4]
