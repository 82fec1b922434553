"""The register: what a report may speak of. Units, programmes with their rounds, and every item with its unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from metrics.catalog import Catalog, Files
from metrics.catalog.measures import Measures, smallest_step
from metrics.kinds.table import Kind
from metrics.periods import Period
from metrics.rules.classes import SAMPLE
from metrics.rules.contributions import NAMED, PART, WHOLE
from metrics.sentences import Bilingual
from pipelines.centre_register import CentreRegister, read_centre_register
from pipelines.definitions.files import catalog_of
from pipelines.lookup import Item, Lookup, find_item, find_name, find_programme, source_rows
from pipelines.makeup import TABLES as MAKEUP_TABLES
from pipelines.makeup import Makeup, breakdown, makeup, serving_tasks
from pipelines.readers.table import Row
from pipelines.revisions import TABLE as CHANGES
from pipelines.revisions import Revisions, read_revisions
from pipelines.sources import load_sources

INDICATOR, TASK = "指标", "任务"


@dataclass(frozen=True)
class UnitPart:
    """A unit's own part of a target, in the unit of the target, and whether it only illustrates one."""

    target_value: str
    is_illustrative: bool


@dataclass(frozen=True)
class Register:
    """Everything that codes and names in a report are looked up in."""

    catalog: Catalog
    items: Mapping[str, Item]
    unit_ids: Mapping[str, str]
    rounds: Mapping[str, tuple[str, ...]]
    roles: Mapping[tuple[str, str], str]
    may_report: frozenset[tuple[str, str]]
    targets: tuple[Row, ...]
    unit_parts: Mapping[tuple[str, str], UnitPart]
    makeup: Mapping[str, Makeup]
    revisions: Revisions = field(default_factory=Revisions)
    centres: CentreRegister = field(default_factory=CentreRegister)

    @cached_property
    def measures(self) -> Measures:
        """The words for units of measurement."""
        return Measures(self.catalog.measure_units)

    def item(self, item_id: str | None, name: str | None) -> Item | None:
        """The item with this code or, without a code, the only one with this very name."""
        return self.items.get(item_id) if item_id else find_item(self.items.values(), name, self.measures)

    def programme_id(self, text: str) -> str | None:
        """The programme that an id or a full or short name in either language means."""
        return find_programme(self.catalog, text)

    @property
    def programme_ids(self) -> list[str]:
        """Every programme."""
        return list(self.rounds)

    def subject_id(self, text: str) -> str | None:
        """The unit with this printed name or alias."""
        return find_name(self.unit_ids, text)

    def subject_name(self, subject_id: str) -> str:
        """The unit's printed name."""
        return next(unit.name for unit in self.catalog.units if unit.id == subject_id)

    def possible_programmes(self, subject_id: str, period_id: str) -> set[str]:
        """Those in which the unit has a task and which have this round or, where none has, all of the unit's."""
        taking_part = self.programmes_of_unit(subject_id)
        return {p for p in taking_part if period_id in self.rounds[p]} or set(taking_part)

    def behind(self, kind: Kind) -> Lookup:
        """What a report of this kind is looked up in."""
        lookups: dict[str, Lookup] = {"units": self, "centres": self.centres}
        return lookups[kind.register]

    def subject_words(self, subject_id: str) -> Bilingual:
        """The unit's name in both languages."""
        unit = next((unit for unit in self.catalog.units if unit.id == subject_id), None)
        return Bilingual(unit.name, unit.name_en) if unit else Bilingual(subject_id, subject_id)

    def named(self, text: str) -> str | None:
        """The unit that an id, a printed name or an alias means."""
        known = {unit.id for unit in self.catalog.units}
        return self.unit_ids.get(text.strip()) or (text.strip() if text.strip() in known else None)

    def reporters(self, programme_id: str) -> list[str]:
        """The units with a task in a programme, in the order of the catalog."""
        return self._units_with(programme_id, {"lead", "support"})

    def leads_of_programme(self, programme_id: str) -> list[str]:
        """The units that lead a task of a programme and so owe it a report."""
        return self._units_with(programme_id, {"lead"})

    def _units_with(self, programme_id: str, roles: set[str]) -> list[str]:
        found = {
            unit_id
            for (unit_id, task_id), role in self.roles.items()
            if role in roles and (task := self.items.get(task_id)) and programme_id in task.programme_ids
        }
        return [unit.id for unit in self.catalog.units if unit.id in found]

    def programmes_of_unit(self, unit_id: str) -> frozenset[str]:
        """The programmes in which a unit has a task."""
        return frozenset(
            programme
            for (unit, item_id) in self.may_report
            if unit == unit_id and (item := self.items.get(item_id))
            for programme in item.programme_ids
        )

    def asked_of_unit(self, unit_id: str, programme_id: str, period_id: str, *, is_sample: bool = False) -> list[Item]:
        """What a unit's report has to speak of: the tasks it leads, and the indicators that are its own.

        Its own are those of which it was given a part, or for which it is named as who reports the whole or goes into
        it, in the rounds of its target. Sample reports go with the breakdown to units as it
        stands, illustrative or not; an illustrative part is owed by nobody real.
        """
        period = Period.parse(period_id)
        own = {
            str(row["indicator_id"])
            for row in self.targets_of_round(programme_id, period)
            if self._is_own(unit_id, str(row["target_id"]), period, is_sample)
        }
        return [
            item
            for item in self.items_of_unit(unit_id, programme_id, period)
            if item.item_id in own or self.roles.get((unit_id, item.item_id)) == "lead"
        ]

    def _is_own(self, unit_id: str, target_id: str, period: Period, is_sample: bool) -> bool:
        part = self.part_of(unit_id, target_id, period)
        if is_sample or (part and not part.is_illustrative):
            return part is not None
        return any(
            (named.unit_id, named.basis) == (unit_id, NAMED) and named.role in (WHOLE, PART)
            for named in self.makeup[target_id].contributions
        )

    def items_of_unit(self, unit_id: str, programme_id: str, period: Period) -> list[Item]:
        """What a unit reports on in one round: indicators of its targets, then tasks, each in the document's order."""
        asked = {str(row["indicator_id"]) for row in self.targets_of_round(programme_id, period)}
        return [
            item
            for item in self.items.values()
            if (unit_id, item.item_id) in self.may_report
            and programme_id in item.programme_ids
            and (item.kind == TASK or item.item_id in asked)
        ]

    def targets_of_round(self, programme_id: str, period: Period) -> list[Row]:
        """The targets that live in a round, as they stand on its last day: those whose own dates it touches."""
        standing = (
            self.revisions.row_on(row, period.ends_on) for row in self.targets if row["programme_id"] == programme_id
        )
        return [
            row
            for row in standing
            if row is not None
            and str(row["starts_on"]) <= period.ends_on.isoformat()
            and str(row["due_on"]) >= period.starts_on.isoformat()
        ]

    def part_of(self, unit_id: str, target_id: str, period: Period) -> UnitPart | None:
        """A unit's part of a target as it stands on the last day of a round; None where it has none then."""
        part = self.unit_parts.get((unit_id, target_id))
        span = self.revisions.on(target_id, unit_id, period.ends_on)
        if part is None or span is None:
            return part
        return None if span.ended else UnitPart(f"{span.aim.value}", part.is_illustrative)

    def counts_nowhere(self, unit_id: str, programme_id: str, period: Period, indicator_id: str) -> str | None:
        """Why a unit's figure of an indicator is in no target of a round: a code, or None where it is in one."""
        living = [
            str(row["target_id"])
            for row in self.targets_of_round(programme_id, period)
            if row["indicator_id"] == indicator_id
        ]
        made_up = [self.makeup[target_id] for target_id in living]
        counted = {contribution.unit_id for of in made_up for contribution in of.contributions}
        if unit_id in counted or any(self.part_of(unit_id, target_id, period) for target_id in living):
            return None
        return made_up[0].exclusion if made_up else "no_target"


def read_register(raw_folder: Path, definitions: Files, with_sample: bool) -> Register:
    """The register of `raw_folder` under these definitions.

    A unit may report what its tasks serve and what it was given a part of. The parts come from the real annex; for a
    programme without one from the illustrative breakdown, where samples are wanted.

    Raises:
        CatalogError: with every problem of the definitions.
    """
    catalog = catalog_of(definitions, raw_folder)
    sources = [source for source in load_sources() if with_sample or source.provenance != "sample"]
    tables = {name: source_rows(raw_folder, sources, name, definitions) for name in (*MAKEUP_TABLES, "task", CHANGES)}
    targets, tasks = tables["target"], tables["task"]
    unit_ids = catalog.unit_ids_by_name()
    roles = {
        (unit_ids[str(row["unit_name"])], str(row["task_id"])): str(row["role"])
        for row in tables["responsibility"]
        if row["unit_name"] in unit_ids
    }
    parts = _parts(catalog, tables)
    made_up = makeup(catalog, tables)
    return Register(
        catalog=catalog,
        items=_items(catalog, targets, tasks),
        unit_ids=unit_ids,
        rounds={programme.id: programme.rounds for programme in catalog.programmes},
        roles=roles,
        may_report=frozenset({*roles, *_indicators(targets, roles, parts, made_up)}),
        targets=tuple(targets),
        unit_parts=parts,
        makeup=made_up,
        revisions=read_revisions(catalog, tables),
        centres=read_centre_register(raw_folder, catalog, with_sample),
    )


def _parts(catalog: Catalog, tables: Mapping[str, list[Row]]) -> dict[tuple[str, str], UnitPart]:
    unit_ids = catalog.unit_ids_by_name()
    return {
        (unit_ids[str(row["unit_name"])], str(row["target_id"])): UnitPart(
            str(row["target_value"]), row["provenance"] == SAMPLE
        )
        for row in breakdown(catalog, tables)
        if row["unit_name"] in unit_ids
    }


def _items(catalog: Catalog, targets: list[Row], tasks: list[Row]) -> dict[str, Item]:
    items = {}
    programmes: dict[str, set[str]] = {}
    for row in targets:
        programmes.setdefault(str(row["indicator_id"]), set()).add(str(row["programme_id"]))
    order = {indicator_id: number for number, indicator_id in enumerate(programmes)}
    measure_units = {unit.code: unit for unit in catalog.measure_units}
    for indicator in sorted(catalog.indicators, key=lambda entry: (order.get(entry.id, len(order)), entry.id)):
        items[indicator.id] = Item(
            indicator.id, INDICATOR, indicator.name.zh, indicator.name.en, indicator.measure_unit,
            indicator.measure_type, frozenset(programmes.get(indicator.id, ())),
            smallest_step(measure_units[indicator.measure_unit], indicator), bool(indicator.may_be_negative),
        )  # fmt: skip
    for row in tasks:
        items[str(row["task_id"])] = Item(
            str(row["task_id"]), TASK, str(row["name_zh"]), str(row["name_en"]), None, None,
            frozenset({str(row["programme_id"])}),
        )  # fmt: skip
    return items


def _indicators(
    targets: list[Row],
    roles: Mapping[tuple[str, str], str],
    parts: Mapping[tuple[str, str], UnitPart],
    made_up: Mapping[str, Makeup],
) -> Iterable[tuple[str, str]]:
    # Whoever takes part in a task that serves a target may report its indicator; so may whoever was given a part of
    # it, and whoever was named for it.
    for row in targets:
        target_id, indicator_id = str(row["target_id"]), str(row["indicator_id"])
        serving = serving_tasks(row)
        yield from ((unit_id, indicator_id) for unit_id, task_id in roles if task_id in serving)
        yield from ((unit_id, indicator_id) for unit_id, part_of in parts if part_of == target_id)
        yield from ((contribution.unit_id, indicator_id) for contribution in made_up[target_id].contributions)
