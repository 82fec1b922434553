"""What a reader looks codes and names up in, whoever reports: a unit or a technology innovation centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from metrics.catalog import Catalog, Files
from metrics.catalog.measures import Measures
from metrics.sentences import Bilingual, BilingualError
from pipelines.readers.keys import name_key, spaced
from pipelines.readers.table import Row, read_table
from pipelines.sources import Source
from pipelines.sources.files import held_files


@dataclass(frozen=True)
class Item:
    """One indicator, task, datum or text that is reported on; `step` is the smallest amount where things are whole."""

    item_id: str
    kind: str
    name_zh: str
    name_en: str
    measure_unit: str | None
    measure_type: str | None
    programme_ids: frozenset[str]
    step: Decimal | None = None
    may_be_negative: bool = False

    def is_whole(self, value: Decimal) -> bool | None:
        """Whether a value counts whole things only, or is a place in an order; None for what is measured."""
        if self.step is None:
            return None
        return value % self.step == 0 and (self.measure_type != "rank" or value >= 1)


class UnknownName(BilingualError, ValueError):
    """A name that means nothing here; the sentence says what would do."""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(f"{name}: {zh}", f"{name}: {en}")


class Lookup(Protocol):
    """The register behind one form."""

    @property
    def measures(self) -> Measures:
        """The words for units of measurement."""

    @property
    def year_begins(self) -> int:
        """The month in which the years begin of which a report may speak."""

    @property
    def programme_ids(self) -> list[str]:
        """Every programme that may be reported to."""

    def item(self, item_id: str | None, name: str | None) -> Item | None:
        """The item with this code or, without a code, the only one with this very name."""

    def programme_id(self, text: str) -> str | None:
        """The programme that an id or a full or short name in either language means."""

    def subject_id(self, text: str, period_id: str | None = None) -> str | None:
        """Who reports, by a name under which it is or was known; a name may mean another one at another time."""

    def named(self, text: str) -> str | None:
        """The same, by its id too."""

    def subject_name(self, subject_id: str, period_id: str | None = None) -> str:
        """The name by which it is called now, or by the end of a period."""

    def subject_words(self, subject_id: str, period_id: str | None = None) -> Bilingual:
        """The same in both languages; its id where it is known no more."""

    def reporters(self, programme_id: str, period_id: str) -> list[str]:
        """Everybody who may report on a round of a programme."""

    def possible_programmes(self, subject_id: str, period_id: str) -> set[str]:
        """The programmes to which it may report for that period."""


def find_item(items: Iterable[Item], name: str | None, measures: Measures) -> Item | None:
    """The only item with this very name; None where there is none, or more than one."""
    key = name_key(without_unit(name or "", measures))
    named = [item for item in items if key and name_key(item.name_zh) in (key, name_key(name or ""))]
    return named[0] if len(named) == 1 else None


def without_unit(name: str, measures: Measures) -> str:
    """A name without the measure unit in brackets behind it, such as 技术合同交易额（万元）."""
    stem, bracket, unit = spaced(name).rpartition("(")
    return stem if bracket and measures.is_known(unit.removesuffix(")").removeprefix("单位:")) else name


def find_name(ids_by_name: Mapping[str, str], text: str) -> str | None:
    """The id under a name, however it is spaced."""
    if text in ids_by_name:
        return ids_by_name[text]
    key = name_key(text)
    return next((found for name, found in ids_by_name.items() if name_key(name) == key), None) if key else None


def find_programme(catalog: Catalog, text: str) -> str | None:
    """The programme that an id or a full or short name in either language means."""
    key = name_key(text)
    for programme in catalog.programmes:
        words = (programme.name.zh, programme.name.en, programme.short_name.zh, programme.short_name.en)
        if key in map(name_key, (programme.id, *words)):
            return programme.id
    return None


def source_rows(
    raw_folder: Path, sources: Iterable[Source], table_name: str, definitions: Files | None = None
) -> list[Row]:
    """The rows of every file that feeds a table, as text; `definitions` where they declare it."""
    rows: list[Row] = []
    own = [source for source in sources if source.table_name == table_name]
    for file in held_files(raw_folder, definitions, own):
        rows += read_table(file.read(), file.name.as_posix(), file.source.columns, file.source.optional).rows
    return rows
