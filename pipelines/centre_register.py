"""The register of technology innovation centres, as far as their annual reports need it: names, life, items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from metrics.catalog import Catalog
from metrics.catalog.measures import Measures, smallest_step
from metrics.catalog.models import CentreItem
from metrics.centres.names import SAMPLE_MARK, name_key, nearest_ids, resembles
from metrics.sentences import Bilingual
from pipelines.lookup import Item, find_item, find_programme, source_rows
from pipelines.readers.table import Row
from pipelines.readers.typed import day_in
from pipelines.sources import load_sources

DATA, NARRATIVE = "数据", "文字"
KINDS = {"data": DATA, "narrative": NARRATIVE}
_STARTED, _REMOVED = "启动建设", "撤销"
_TABLES = ("centre", "centre_change", "centre_event", "published_centre", "published_centre_reading")
FACTS = ("city", "field", "lead_unit", "province", "level", "centre_type")


@dataclass(frozen=True)
class Centre:
    """One centre: its name now, its programme, and its life as far as it is dated (None where no source says)."""

    centre_id: str
    name: str
    programme_id: str
    started_on: date | None
    removed_on: date | None
    is_sample: bool
    facts: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class CentreRegister:
    """What a centre's annual report is looked up in."""

    catalog: Catalog = field(default_factory=lambda: Catalog((), (), (), (), (), ()))
    centres: Mapping[str, Centre] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    # Centres report on years of the calendar, as the documents on them say.
    year_begins: int = 1

    @cached_property
    def measures(self) -> Measures:
        """The words for units of measurement."""
        return Measures(self.catalog.measure_units)

    @property
    def programme_ids(self) -> list[str]:
        """The programmes that have centres."""
        return sorted({centre.programme_id for centre in self.centres.values()})

    @property
    def catalog_items(self) -> dict[str, CentreItem]:
        """The items as the catalog declares them, with their parts and what is required."""
        return {item.id: item for item in self.catalog.centre_items}

    def item(self, item_id: str | None, name: str | None) -> Item | None:
        """The item with this code or, without a code, the only one with this very name."""
        return self.items.get(item_id) if item_id else find_item(self.items.values(), name, self.measures)

    def programme_id(self, text: str) -> str | None:
        """The programme that an id or a full or short name in either language means."""
        return find_programme(self.catalog, text)

    def subject_id(self, text: str, period_id: str | None = None) -> str | None:
        """The centre with this id, or with a name that it bears or bore."""
        wanted = name_key(text)
        return next((i for i in self.centres if i == wanted), None) or self.names.get(wanted)

    named = subject_id

    def subject_name(self, subject_id: str, period_id: str | None = None) -> str:
        """The centre's name now."""
        return self.centres[subject_id].name

    def subject_words(self, subject_id: str, period_id: str | None = None) -> Bilingual:
        """The centre's name now, which it has in one language."""
        centre = self.centres.get(subject_id)
        return Bilingual(*(centre.name, centre.name) if centre else (subject_id, subject_id))

    def reporters(self, programme_id: str, period_id: str) -> list[str]:
        """The centres of a programme."""
        return [centre.centre_id for centre in self.centres.values() if centre.programme_id == programme_id]

    def possible_programmes(self, subject_id: str, period_id: str) -> set[str]:
        """The centre's own."""
        return {self.centres[subject_id].programme_id}

    def nearest(self, text: str) -> list[str]:
        """The names most like `text`, each with its id, most alike first."""
        return [f"{self.centres[centre_id].name} ({centre_id})" for centre_id in nearest_ids(text, self.names)]

    def resembles(self, text: str) -> bool:
        """Whether `text` reads like the name of a centre."""
        return resembles(text, self.names)


def read_centre_register(raw_folder: Path, catalog: Catalog, with_sample: bool) -> CentreRegister:
    """The register of `raw_folder`: the office's own centres, those that publications name and, if wanted, samples."""
    sources = load_sources()
    centres: dict[str, Centre] = {}
    names: dict[str, str] = {}
    for is_sample in (False, True)[: 1 + with_sample]:
        own = [source for source in sources if (source.provenance == "sample") is is_sample]
        tables = {name: source_rows(raw_folder, own, name) for name in _TABLES}
        for centre, known in _centres(tables, is_sample=is_sample):
            centres[centre.centre_id] = centre
            names.update(dict.fromkeys(map(name_key, known), centre.centre_id))
    return CentreRegister(catalog, centres, names, _items(catalog, centres.values()))


def _centres(tables: Mapping[str, list[Row]], *, is_sample: bool) -> Iterable[tuple[Centre, list[str]]]:
    readings = {row["name"]: row for row in tables["published_centre_reading"]}
    for row in tables["published_centre"]:
        reading = readings.get(row["name"])
        if reading is not None and reading["centre_id"] and reading["programme_id"]:
            yield _published(row, reading), [str(row["name"])]
    for row in tables["centre"]:
        if not (row["centre_id"] and row["name"] and row["programme_id"]):
            continue  # Its own suite names the row; a report is not refused for it.
        changes = [c for c in tables["centre_change"] if (c["centre_id"], c["fact"]) == (row["centre_id"], "name")]
        called = [str(row["name"]), *(str(change["value"]) for change in changes if change["value"])]
        yield _registered(row, called[-1], tables["centre_event"], is_sample), called


def _published(row: Row, reading: Row) -> Centre:
    started = reading["event_on"] if reading["event"] == _STARTED and reading["date_kind"] == "day" else None
    facts = {"city": _text(row["city"]), "field": _text(row["field"]), "lead_unit": _text(reading["lead_unit"]),
             "province": _text(row["province"]), "level": _text(reading["level"]),
             "centre_type": _text(reading["centre_type"])}  # fmt: skip
    return Centre(str(reading["centre_id"]), str(row["name"]), str(reading["programme_id"]), day_in(started), None,
                  is_sample=False, facts=facts)  # fmt: skip


def _registered(row: Row, name: str, events: list[Row], is_sample: bool) -> Centre:
    removed = [e["happened_on"] for e in events if (e["centre_id"], e["event"]) == (row["centre_id"], _REMOVED)]
    facts = {column: _text(row[column]) for column in FACTS}
    shown = f"{name_key(name)}{SAMPLE_MARK}" if is_sample else name
    return Centre(str(row["centre_id"]), shown, str(row["programme_id"]), day_in(row["started_on"]),
                  day_in(removed[-1] if removed else None), is_sample, facts)  # fmt: skip


def _items(catalog: Catalog, centres: Iterable[Centre]) -> dict[str, Item]:
    programmes = frozenset(centre.programme_id for centre in centres)
    units = {unit.code: unit for unit in catalog.measure_units}
    return {
        entry.id: Item(entry.id, KINDS[entry.kind], entry.name.zh, entry.name.en, entry.measure_unit,
                       entry.measure_type, programmes,
                       smallest_step(units[entry.measure_unit]) if entry.measure_unit else None)
        for entry in catalog.centre_items
    }  # fmt: skip


def _text(value: object) -> str | None:
    return str(value) if value else None
