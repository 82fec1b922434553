"""The register: what a report may speak of. Units, programmes with their rounds, and every item with its unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from metrics import clock
from metrics.catalog import Catalog, Files
from metrics.catalog.measures import Measures, smallest_step
from metrics.catalog.unit_models import Unit
from metrics.catalog.units import heirs_on, is_there, name_on
from metrics.kinds.table import Kind
from metrics.office import office_that_holds
from metrics.periods import InvalidPeriod, Period
from metrics.rules.classes import SAMPLE
from metrics.rules.revisions import Span
from metrics.sentences import Bilingual, say, say_each
from pipelines.archive import Archive
from pipelines.centre_register import CentreRegister, read_centre_register
from pipelines.days import Tables, first_days, segment, tables_on
from pipelines.definitions.files import catalog_of
from pipelines.duties import LEAD, ROLE_ORDER, Declared, Duties, Duty, UnitPart, added_up, duties_of
from pipelines.lookup import Item, Lookup, find_item, find_programme, source_rows
from pipelines.makeup import TABLES as MAKEUP_TABLES
from pipelines.makeup import breakdown, makeup
from pipelines.readers.table import Row
from pipelines.records import Step
from pipelines.revisions import TABLE as CHANGES
from pipelines.revisions import Revisions, read_revisions
from pipelines.schedule import Schedule, read_schedule
from pipelines.sources import load_sources
from pipelines.unit_names import UnitNames

INDICATOR, TASK = "指标", "任务"


@dataclass(frozen=True)
class Register:
    """Everything that codes and names in a report are looked up in."""

    catalog: Catalog
    items: Mapping[str, Item]
    unit_names: UnitNames
    schedule: Schedule
    declared: Declared
    # The tables of the definitions where rows hold from a day, or until one; empty where all hold always.
    dated_tables: Tables = field(default_factory=dict)
    revisions: Revisions = field(default_factory=Revisions)
    centres: CentreRegister = field(default_factory=CentreRegister)
    year_begins: int = 1
    # What was asked before, by day, by round, and by programme and round.
    _declared: dict[date, Declared] = field(default_factory=dict, init=False, repr=False, compare=False)
    _duties: dict[str, Duties] = field(default_factory=dict, init=False, repr=False, compare=False)
    _living: dict[tuple[str, Period], list[Row]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def rounds(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the rounds of every programme, in the order of time."""
        return {programme: tuple(entry.period_id for entry in rounds) for programme, rounds in self.schedule.items()}

    def period(self, period_id: str) -> Period:
        """The period of an id, by the years of the office."""
        return Period.parse(period_id, self.year_begins)

    def due_on(self, programme_id: str, period_id: str) -> date | None:
        """The day on which the reports of a round fall due; None for one that there is not."""
        rounds = self.schedule.get(programme_id, ())
        return next((entry.due_on for entry in rounds if entry.period_id == period_id), None)

    def _end_of(self, period_id: str | None) -> date | None:
        try:
            return self.period(period_id).ends_on if period_id else None
        except InvalidPeriod:
            return None  # A round that could not be read has its own finding.

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

    @property
    def unit_ids(self) -> Mapping[str, str]:
        """Every name and alias of a unit, to its id."""
        return self.catalog.unit_ids_by_name()

    @cached_property
    def targets(self) -> tuple[Row, ...]:
        """The targets, as written."""
        return self.declared.targets

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units."""
        return {unit.id: unit for unit in self.catalog.units}

    def heirs(self, unit_id: str, period_id: str) -> tuple[str, ...]:
        """Who stands for a unit by the end of a period: itself while it is there."""
        return heirs_on(self.units, unit_id, self.period(period_id).ends_on)

    def why_gone(self, unit_id: str, period_id: str) -> Bilingual | None:
        """What became of a unit that is not there by the end of a period; None where it is, or is not known."""
        unit, day = self.units.get(unit_id), self._end_of(period_id)
        if unit is None or day is None or is_there(unit, day):
            return None
        if unit.starts_on and day < unit.starts_on:
            return say("unit_gone.not_yet", day=unit.starts_on)
        heirs = [name_on(self.units[heir], day) for heir in self.heirs(unit_id, period_id)]
        if not heirs:
            return say("unit_gone.dissolved", day=unit.last_day)
        names = Bilingual("、".join(heir.zh for heir in heirs), ", ".join(heir.en for heir in heirs))
        return say_each("unit_gone.taken_over", {"units": names}, day=min(one.from_day for one in unit.successor))

    def duties(self, period_id: str) -> Duties:
        """What every unit has to do with by the end of a period."""
        if period_id not in self._duties:
            self._duties[period_id] = duties_of(
                self.declared_on(Period.parse(period_id).ends_on), lambda unit_id: self.heirs(unit_id, period_id)
            )
        return self._duties[period_id]

    def declared_on(self, day: date) -> Declared:
        """What the definitions that hold on a day say of units."""
        since = segment(self._first_days, day)
        if not self._first_days:
            return self.declared
        if since not in self._declared:
            self._declared[since] = declared_duties(self.catalog, tables_on(self.dated_tables, since), self.revisions)
        return self._declared[since]

    @cached_property
    def _first_days(self) -> list[date]:
        return first_days(self.dated_tables)

    def subject_id(self, text: str, period_id: str | None = None) -> str | None:
        """The unit with this printed name or alias, by the end of a period where one is known."""
        return self.unit_names.unit_id_in_any_spacing(text, self._end_of(period_id))

    def subject_name(self, subject_id: str, period_id: str | None = None) -> str:
        """The unit's printed name, now or by the end of a period."""
        return self.subject_words(subject_id, period_id).zh

    def possible_programmes(self, subject_id: str, period_id: str) -> set[str]:
        """Those in which the unit has a task and which have this round or, where none has, all of the unit's."""
        # What came under the name of a unit that is gone is told so, once its programme is found.
        heirs = self.heirs(subject_id, period_id) if self._end_of(period_id) else ()
        taking_part = {p for unit in (subject_id, *heirs) for p in self.programmes_of_unit(unit, period_id)}
        return {p for p in taking_part if period_id in self.rounds[p]} or set(taking_part)

    def behind(self, kind: Kind) -> Lookup:
        """What a report of this kind is looked up in."""
        lookups: dict[str, Lookup] = {"units": self, "centres": self.centres}
        return lookups[kind.register]

    def subject_words(self, subject_id: str, period_id: str | None = None) -> Bilingual:
        """The unit's name in both languages, now or by the end of a period."""
        unit = self.units.get(subject_id)
        return name_on(unit, self._end_of(period_id) or clock.today()) if unit else Bilingual(subject_id, subject_id)

    def named(self, text: str) -> str | None:
        """The unit that an id, a printed name or an alias means."""
        return self.unit_names.unit_id(text.strip()) or (text.strip() if text.strip() in self.units else None)

    def reporters(self, programme_id: str, period_id: str) -> list[str]:
        """The units that may report on a round of a programme, in the order of the catalog."""
        found = {
            unit_id
            for unit_id, item_id in self.duties(period_id).may_report
            if (item := self.items.get(item_id)) and programme_id in item.programme_ids
        }
        return [unit.id for unit in self.catalog.units if unit.id in found]

    def owing(self, programme_id: str, period_id: str) -> list[str]:
        """The units that owe a report on a round: of them something is asked."""
        reporters = self.reporters(programme_id, period_id)
        return [unit_id for unit_id in reporters if self.asked_of_unit(unit_id, programme_id, period_id)]

    def programmes_of_unit(self, unit_id: str, period_id: str) -> frozenset[str]:
        """The programmes in which a unit has something to report by the end of a period."""
        return frozenset(
            programme
            for (unit, item_id) in self.duties(period_id).may_report
            if unit == unit_id and (item := self.items.get(item_id))
            for programme in item.programme_ids
        )

    def asked_of_unit(self, unit_id: str, programme_id: str, period_id: str, *, is_sample: bool = False) -> list[Item]:
        """What a unit's report has to speak of: the tasks it leads, and the indicators that are its own.

        Its own are those of which it was given a part, or for which it is named as who reports the whole or goes into
        it, in the rounds of its target. Sample reports go with the breakdown to units as it
        stands, illustrative or not; an illustrative part is owed by nobody real.
        """
        period, tasks = self.period(period_id), self.duties(period_id).tasks
        own = {
            str(row["indicator_id"])
            for row in self.targets_of_round(programme_id, period)
            if self._is_own(unit_id, str(row["target_id"]), period, is_sample)
        }
        return [
            item
            for item in self.items_of_unit(unit_id, programme_id, period)
            if item.item_id in own or ((duty := tasks.get((unit_id, item.item_id))) and duty.owes_report)
        ]

    def _is_own(self, unit_id: str, target_id: str, period: Period, is_sample: bool) -> bool:
        duties, key = self.duties(period.period_id), (unit_id, target_id)
        part = self.part_of(unit_id, target_id, period)
        if is_sample or (part and not part.is_illustrative):
            return part is not None
        return key in duties.named or key in duties.responsible

    def items_of_unit(self, unit_id: str, programme_id: str, period: Period) -> list[Item]:
        """What a unit reports on in one round: indicators of its targets, then tasks, each in the document's order."""
        asked = {str(row["indicator_id"]) for row in self.targets_of_round(programme_id, period)}
        may_report = self.duties(period.period_id).may_report
        return [
            item
            for item in self.items.values()
            if (unit_id, item.item_id) in may_report
            and programme_id in item.programme_ids
            and (item.kind == TASK or item.item_id in asked)
        ]

    def targets_of_round(self, programme_id: str, period: Period) -> list[Row]:
        """The targets that live in a round, as they stand on its last day: those whose own dates it touches.

        What a later document of the programme sets enters no round that had ended before it was issued.
        """
        if (programme_id, period) not in self._living:
            own = (row for row in self.targets if row["programme_id"] == programme_id)
            self._living[programme_id, period] = [
                row
                for row in (self.revisions.row_on(row, period.ends_on) for row in own)
                if row is not None
                and str(row["starts_on"]) <= period.ends_on.isoformat()
                and str(row["due_on"]) >= period.starts_on.isoformat()
                and self._set_later.get(str(row["target_id"]), period.ends_on) <= period.ends_on
            ]
        return self._living[programme_id, period]

    @cached_property
    def _set_later(self) -> Mapping[str, date]:
        """The targets that a later document of their programme set than the first that set any, with its day."""
        issued = {policy.id: policy.issued_on for policy in self.catalog.policies}
        days = [(row, day) for row in self.targets if (day := issued.get(str(row["document_id"])))]
        first: dict[object, date] = {}
        for row, day in days:
            first[row["programme_id"]] = min(day, first.get(row["programme_id"], day))
        return {str(row["target_id"]): day for row, day in days if day > first[row["programme_id"]]}

    def part_of(self, unit_id: str, target_id: str, period: Period) -> UnitPart | None:
        """A unit's part of a target as it stands on the last day of a round; None where it has none then."""
        part = self.duties(period.period_id).parts.get((unit_id, target_id))
        own = self.revisions.on(target_id, unit_id, period.ends_on)
        if own is not None and (own.ended or part is None or self._is_stated_anew(unit_id, target_id, part, own)):
            is_stated = own.aim.value is not None and not own.ended
            return UnitPart(f"{own.aim.value}", bool(part and part.is_illustrative)) if is_stated else None
        if part is None or not part.taken_over:
            return part if own is None or part is None else replace(part, target_value=f"{own.aim.value}")
        declared = self.declared_on(period.ends_on).parts
        members = [unit for unit in (unit_id, *part.taken_over) if (unit, target_id) in declared]
        spans = [(unit, self.revisions.on(target_id, unit, period.ends_on)) for unit in members]
        return replace(part, target_value=added_up(
            f"{span.aim.value}" if span else declared[unit, target_id].target_value for unit, span in spans
        ))  # fmt: skip

    def _is_stated_anew(self, unit_id: str, target_id: str, part: UnitPart, own: Span) -> bool:
        """Whether a document gave the unit a part of its own since it took over from others."""
        days = [one.from_day for gone in part.taken_over for one in self.units[gone].successor if one.id == unit_id]
        before = self.revisions.on(target_id, unit_id, min(days) - timedelta(days=1)) if days else None
        return before is not None and before.aim.value != own.aim.value

    def counts_nowhere(self, unit_id: str, programme_id: str, period: Period, indicator_id: str) -> str | None:
        """Why a unit's figure of an indicator is in no target of a round: a code, or None where it is in one."""
        living = [
            str(row["target_id"])
            for row in self.targets_of_round(programme_id, period)
            if row["indicator_id"] == indicator_id
        ]
        duties = self.duties(period.period_id)
        if any((unit_id, t) in duties.counted or self.part_of(unit_id, t, period) for t in living):
            return None
        return self.declared_on(period.ends_on).makeup[living[0]].exclusion if living else "no_target"


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
    begins, revisions = office_that_holds(raw_folder.parent).year_begins, read_revisions(catalog, tables)
    return Register(
        catalog=catalog,
        items=_items(catalog, targets, tasks),
        unit_names=UnitNames(catalog),
        schedule=read_schedule(catalog, begins, clock.today(), _steps(Archive(raw_folder))),
        declared=declared_duties(catalog, tables, revisions),
        dated_tables=tables,
        revisions=revisions,
        centres=read_centre_register(raw_folder, catalog, with_sample),
        year_begins=begins,
    )


def _steps(archive: Archive) -> list[Step]:
    # Journals of before, while they wait to be moved, hold no step on the rounds themselves.
    return [] if archive.old_journals() else archive.steps()


def declared_duties(catalog: Catalog, tables: Mapping[str, Sequence[Row]], revisions: Revisions) -> Declared:
    """What the definitions say of units, by the units that they name.

    Args:
        catalog: the units and indicators.
        tables: rows as text, of the tables that a target is made up from, and `task`.
        revisions: what became of targets and parts.
    """
    names, targets = UnitNames(catalog), tables["target"]
    written_on = {row["task_id"]: names.written_on(row) for row in tables["task"]}
    aggregations = {indicator.id: indicator.aggregation for indicator in catalog.indicators}
    units = {unit.id: unit for unit in catalog.units}
    return Declared(
        duties={
            (unit_id, str(row["task_id"])): Duty(str(row["role"]), _owes_report(row))
            for row in tables["responsibility"]
            if row["role"] in ROLE_ORDER
            and (unit_id := names.unit_id(row["unit_name"], written_on.get(row["task_id"])))
        },
        parts={
            (unit_id, str(row["target_id"])): UnitPart(str(row["target_value"]), row["provenance"] == SAMPLE)
            for unit_id, row in names.of_targets(breakdown(catalog, tables), targets)
        },
        responsible={str(row["target_id"]): tuple(names.responsible(row)) for row in targets},
        makeup=makeup(catalog, tables, revisions.as_first_set),
        targets=tuple(targets),
        aggregations={str(row["target_id"]): aggregations.get(str(row["indicator_id"]), "none") for row in targets},
        newcomers=frozenset(
            (unit.id, successor.id)
            for unit in catalog.units
            for successor in unit.successor
            if (starts_on := units[successor.id].starts_on) and successor.from_day <= starts_on
        ),
    )


def _owes_report(row: Row) -> bool:
    # Who leads owes a report, unless it is said otherwise.
    return row["reports"] == "true" if row.get("reports") else row["role"] == LEAD


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
