"""Definitions as rows of the workbook: what stands in each cell of a programme's sheets as they are today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.definitions.forms import Column, sheet_tables
from pipelines.definitions.measure_units import base_and_factor
from pipelines.definitions.names import names_of, target_label
from pipelines.definitions.parts import REPORTER_ROLES
from pipelines.definitions.responsibilities import NOBODY, REPORTING, TASK_ROLES, reporting_units, seats
from pipelines.definitions.rolling import listed_edges, planned_periods
from pipelines.definitions.siblings import own_siblings
from pipelines.definitions.spans import Spanned, written_spanned
from pipelines.definitions.targets import responsible_units
from pipelines.definitions.things import Fields, Key, Things, programme_of
from pipelines.definitions.units import shown_unit

MOST_PERIODS = 8


@dataclass(frozen=True)
class ShownRow:
    """One row: its id, the text of its cells by column key, and interim values by period id."""

    row_id: str
    cells: dict[str, Any]
    periods: dict[str, str]


class Shown:
    """The sheets of one programme, in the words of one language; without a programme all of them are empty."""

    def __init__(self, things: Things, programme_id: str | None, language: str) -> None:
        self.things, self.programme_id, self.language = things, programme_id, language
        self._separator = "；" if language == "zh" else "; "

    def rows(self, table: str) -> list[ShownRow]:
        """The rows of a table that the programme has or uses."""
        if self.programme_id is None:
            return []
        return [self._row(table, key) for key in self._keys(table)]

    def periods(self) -> list[str]:
        """The periods that have a column of interim values: those with a value, and the rounds, as far as they fit."""
        if self.programme_id is None:
            return []
        own = {key[1] for key in self._own("target")}
        said = {key[3] for key in self.things if key[0] == "interim_value" and key[1] in own and not key[2]}
        rounds = planned_periods(self.things["programme", self.programme_id])
        return sorted(said | set(rounds if len(rounds) <= MOST_PERIODS else []))

    def parts(self) -> tuple[list[str], list[str], dict[tuple[str, str], str]]:
        """The breakdown: labels of targets, names of units, and each part as text by both."""
        targets, units, parts = [], [], {}
        for key in self._own("target"):
            targets.append(target_label(key, self.things, self.language))
            for one, fields in self.things.items():
                if one[0] == "unit_target" and one[1] == key[1]:
                    unit = self._unit_shown(one[2])
                    units += [unit] if unit not in units else []
                    own = fields.get("measure_unit") == self.things[key].get("measure_unit")
                    parts[targets[-1], unit] = (
                        f"{fields.get('target_value', '')}{'' if own else fields.get('measure_unit')}"
                    )
        return targets, units, parts

    def above(self, units: list[str]) -> dict[str, str]:
        """The units in the order of the tree, those below one behind it, each with the name of the unit above it."""
        ids = {self._unit_shown(str(f["name"])): key[1] for key, f in self.things.items() if key[0] == "unit"}
        parents = {ids[name]: self.things["unit", ids[name]].get("parent") for name in units if name in ids}
        ordered: list[str] = []
        for name in units:
            self._placed(ids.get(name, name), parents, ordered)
        names = {unit_id: name for name, unit_id in ids.items()}
        found = {names.get(one, one): str(parents.get(one) or "") for one in ordered}
        return {name: names.get(parent, "") for name, parent in found.items()}

    def _placed(self, unit_id: str, parents: dict[str, Any], ordered: list[str]) -> None:
        parent = parents.get(unit_id)
        if unit_id in ordered:
            return
        if parent in parents:
            self._placed(str(parent), parents, ordered)
            end = ordered.index(str(parent)) + 1
            while end < len(ordered) and self._is_under(ordered[end], str(parent), parents):
                end += 1
            ordered.insert(end, unit_id)
        else:
            ordered.append(unit_id)

    @staticmethod
    def _is_under(unit_id: str, above: str, parents: dict[str, Any]) -> bool:
        while parents.get(unit_id):
            unit_id = str(parents[unit_id])
            if unit_id == above:
                return True
        return False

    def about_parts(self, name: str) -> str:
        """What all parts say alike of their annex, empty where they differ."""
        said = {fields.get(name) for key, fields in self.things.items()
                if key[0] == "unit_target" and programme_of(key, self.things) == self.programme_id}  # fmt: skip
        return str(next(iter(said))) if len(said) == 1 and None not in said else ""

    def _own(self, table: str) -> list[Key]:
        return [key for key in self.things if key[0] == table and programme_of(key, self.things) == self.programme_id]

    def _keys(self, table: str) -> list[Key]:
        if table == "unit":
            return list(self._units())
        if table == "measure_unit":
            return [key for key in self.things if key[0] == table]
        if table == "indicator":
            used = {str(self.things[key].get("indicator_id")) for key in self._own("target")}
            used |= {one["indicator"] for name in used for one in own_siblings(self.things.get((table, name), {}))}
            return [key for key in self.things if key[0] == table and key[1] in used]
        if table == "contact":
            units = {key[1] for key in self._units()}
            return [key for key in self.things if key[0] == table and key[1] in units]
        return self._own(table)

    def _units(self) -> Iterator[Key]:
        names = {key[2] for table in ("responsibility", "reporter", "unit_target") for key in self._own(table)}
        names |= {name for key in self._own("target") for name in responsible_units(self.things[key])}
        used = {key[1] for key in self.things if key[0] == "unit" and names & set(self._names(key))}
        while above := {str(parent) for one in used if (parent := self.things["unit", one].get("parent"))} - used:
            used |= above
        yield from (key for key in self.things if key[0] == "unit" and key[1] in used)

    def _names(self, key: Key) -> Iterator[str]:
        yield from names_of(key, self.things)

    def _row(self, table: str, key: Key) -> ShownRow:
        fields = self.things[key]
        cells = {column.key: self._cell(column, key, fields) for column in sheet_tables()[table].columns}
        periods = {one[3]: str(value["interim_value"]) for one, value in self.things.items()
                   if one[0] == "interim_value" and table == "target" and one[1] == key[1] and not one[2]}  # fmt: skip
        return ShownRow(key[1], {name: value for name, value in cells.items() if value not in (None, "", [])}, periods)

    def _cell(self, column: Column, key: Key, fields: Fields) -> Any:
        special: dict[tuple[str, str], Callable[[Key, Fields], Any]] = {
            ("target", "value"): self._amount, ("target_change", "value"): self._amount,
            ("target", "tasks"): self._tasks,
            ("target", "responsible"): lambda _, fields: self._separator.join(
                self._unit_shown(name) for name in responsible_units(fields)),
             ("programme", "scope"): self._scope,
            ("measure_unit", "base"): lambda key, _: base_and_factor(key[1], self.things)[0],
            ("measure_unit", "factor"): lambda key, _: base_and_factor(key[1], self.things)[1],
            ("programme", "first_period"): lambda _, fields: listed_edges(fields)[0],
            ("programme", "last_period"): lambda _, fields: listed_edges(fields)[1],
            ("programme", "rounds"): lambda _, fields: self._separator.join(
                map(str, fields.get("rounds", [])) if fields.get("reporting_cycle") == "dates" else ()),
        }  # fmt: skip
        if maker := special.get((key[0], column.key)):
            return maker(key, fields)
        if key[0] == "unit" and not column.feeds and not column.is_second:
            return shown_unit(fields, column.key, self.things, self.language)
        if column.key == REPORTING:
            return self._reporting(key)
        if column.key in TASK_ROLES or column.key in REPORTER_ROLES:
            return self._role(key, {**TASK_ROLES, **REPORTER_ROLES}[column.key])
        if column.key in ("siblings", "sibling_note", "sibling_note_en"):
            return self._sibling(column.key, fields)
        if column.is_second:
            return self._second(column, key[0], fields)
        value = fields.get(column.feeds[0]) if column.feeds else None
        if value is None:
            return None
        if column.kind == "choice":
            return column.word(str(value), self.language)
        if column.kind == "yes_no":
            return {"zh": ("否", "是"), "en": ("No", "Yes")}[self.language][bool(value)]
        if column.kind == "list":
            return self._separator.join(one["name"] if isinstance(one, dict) else str(one) for one in value)
        if column.kind in ("refs", "days"):
            return self._separator.join(self._name(column.table or "", str(one)) for one in value)
        return self._name(column.table or "", str(value)) if column.kind == "ref" else value

    def _second(self, column: Column, table: str, fields: Fields) -> Any:
        first = next(one for one in sheet_tables()[table].columns if one.key == column.key.removesuffix("_en"))
        words = fields.get(first.feeds[1])
        return None if words == fields.get(first.feeds[0]) else words

    def _name(self, table: str, thing_id: str) -> str:
        if table == "target":
            return target_label((table, thing_id), self.things, self.language)
        return next(self._names((table, thing_id)), thing_id) if (table, thing_id) in self.things else thing_id

    def _unit_shown(self, name: str) -> str:
        # As the sheet of units has it, whatever a list calls it.
        return next((str(fields["name"]) for key, fields in self.things.items()
                     if key[0] == "unit" and name in self._names(key)), name)  # fmt: skip

    def _amount(self, _: Key, fields: Fields) -> Any:
        if fields.get("target_low") and fields.get("target_high"):
            return f"{fields.get('target_low')}—{fields.get('target_high')}"
        return fields.get("target_value")

    def _tasks(self, _: Key, fields: Fields) -> str:
        ids = [one.strip() for one in str(fields.get("task_ids", "")).split(";") if one.strip()]
        return self._separator.join(str(self.things.get(("task", one), {}).get("number", one)) for one in ids)

    def _scope(self, key: Key, _: Fields) -> str | None:
        own = [fields.get("scope_id") for one, fields in self.things.items()
               if one[0] == "target" and fields.get("programme_id") == key[1]]  # fmt: skip
        most = max(dict.fromkeys(own), key=own.count, default=None)
        return self._name("scope", str(most)) if most else None

    def _reporting(self, key: Key) -> str | None:
        names = reporting_units(self._rows("responsibility", key[1]))
        if names is None:
            return None
        return self._separator.join(map(self._unit_shown, names)) or NOBODY[self.language]

    def _rows(self, table: str, of_id: str) -> list[Fields]:
        return [fields for one, fields in self.things.items() if one[0] == table and one[1] == of_id]

    def _role(self, key: Key, role: str) -> str:
        rows = self._rows("responsibility" if key[0] == "task" else "reporter", key[1])
        shown = [Spanned(self._unit_shown(one.name), one.since, one.until) for one in seats(rows, role)]
        return self._separator.join(written_spanned(one, self.language) for one in shown)

    def _sibling(self, name: str, fields: Fields) -> Any:
        own = own_siblings(fields)
        if name == "siblings":
            return self._separator.join(self._name("indicator", one["indicator"]) for one in own)
        zh, en = (own[0]["difference"].get(language) for language in ("zh", "en")) if own else (None, None)
        return zh if name == "sibling_note" else None if en == zh else en
