"""Reads the catalog folder and refuses anything that a reader could misunderstand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from metrics.catalog.measures import completed, contradictions, misfits, resolved
from metrics.catalog.models import (
    Catalog,
    CentreItem,
    Entry,
    Indicator,
    MeasureUnit,
    Policy,
    Programme,
    Scope,
    Unit,
)
from metrics.catalog.units import unit_faults
from metrics.periods import InvalidPeriod, Period
from metrics.yaml_file import read_yaml

CATALOG_FOLDER = Path(__file__).parent

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class CatalogProblem:
    """One thing wrong in one place of the catalog, with what would be accepted."""

    file: str
    key: str
    sentence: str

    def __str__(self) -> str:
        """The place first, then the reason."""
        return f"{self.file}: {self.key}: {self.sentence}"


class CatalogError(ValueError):
    """The catalog cannot be used; `problems` lists every reason at once."""

    def __init__(self, problems: Iterable[CatalogProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def catalog_folder() -> Path:
    """Where the catalog lies: the folder that `DUIBIAO_CATALOG` names, else the one that comes with the code."""
    named = os.environ.get("DUIBIAO_CATALOG", "").strip()
    return Path(named).resolve() if named else CATALOG_FOLDER


def load_catalog(folder: Path | None = None) -> Catalog:
    """The validated catalog of `folder`, or of `catalog_folder()`.

    Raises:
        CatalogError: with every problem found (file, key, what is accepted).
    """
    folder = catalog_folder() if folder is None else folder
    problems: list[CatalogProblem] = []
    measure_units = resolved(
        _entries(_holder(folder, "measure_units.yml"), ["measure_units.yml"], MeasureUnit, problems)
    )
    indicators = _entries(folder, _names(folder, "indicators"), Indicator, problems)
    catalog = Catalog(
        programmes=_entries(folder, ["programmes.yml"], Programme, problems),
        policies=_entries(folder, _names(folder, "policies"), Policy, problems),
        units=_entries(folder, ["units.yml"], Unit, problems),
        scopes=_entries(folder, ["scopes.yml"], Scope, problems),
        measure_units=measure_units,
        indicators=completed(indicators, measure_units),
        centre_items=_entries(_holder(folder, "centre_items.yml"), ["centre_items.yml"], CentreItem, problems),
    )
    if not problems:
        problems.extend(_inconsistencies(catalog))
    if problems:
        raise CatalogError(problems)
    return catalog


def _holder(folder: Path, name: str) -> Path:
    # Units of measurement and the data of centres' reports come with the code, for an office that has no others.
    return folder if (folder / name).exists() else CATALOG_FOLDER


def _names(folder: Path, part: str) -> list[str]:
    return sorted(f"{part}/{path.name}" for path in (folder / part).glob("*.yml"))


def _entries(folder: Path, names: list[str], model: type[E], problems: list[CatalogProblem]) -> tuple[E, ...]:
    entries: list[E] = []
    for name in names:
        for number, raw in enumerate(_documents(folder / name, name, problems), start=1):
            try:
                entry = model.model_validate(raw)
            except ValidationError as error:
                problems.extend(_explain(name, number, raw, error))
                continue
            if "/" in name and getattr(entry, "id", None) != Path(name).stem:
                problems.append(CatalogProblem(name, "id", f"must equal the file name: {Path(name).stem}"))
            entries.append(entry)
    return tuple(entries)


def _documents(path: Path, name: str, problems: list[CatalogProblem]) -> list[Any]:
    try:
        content = read_yaml(path)
    except FileNotFoundError:
        problems.append(CatalogProblem(name, "(file)", "is missing from the catalog"))
        return []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(CatalogProblem(name, "(file)", f"is not readable YAML in UTF-8: {error}"))
        return []
    if isinstance(content, list):
        return content
    return [content]


def _explain(name: str, number: int, raw: Any, error: ValidationError) -> Iterator[CatalogProblem]:
    label = raw.get("id") or raw.get("code") if isinstance(raw, dict) else None
    for detail in error.errors():
        key = ".".join(str(part) for part in detail["loc"]) or "(entry)"
        reason = "unknown key" if detail["type"] == "extra_forbidden" else detail["msg"]
        yield CatalogProblem(name, f"{label or f'entry {number}'}: {key}", reason)


def _inconsistencies(catalog: Catalog) -> Iterator[CatalogProblem]:
    yield from _duplicates("programmes.yml", (entry.id for entry in catalog.programmes))
    yield from _duplicates("units.yml", (entry.id for entry in catalog.units))
    yield from _duplicates("scopes.yml", (entry.id for entry in catalog.scopes))
    yield from _duplicates("measure_units.yml", (entry.code for entry in catalog.measure_units))
    yield from (CatalogProblem("measure_units.yml", *said) for said in contradictions(catalog.measure_units))
    yield from (CatalogProblem("units.yml", *said) for said in unit_faults(catalog.units))
    programme_ids = {entry.id for entry in catalog.programmes}
    for policy in catalog.policies:
        if policy.programme_id not in programme_ids:
            yield _dangling(f"policies/{policy.id}.yml", "programme_id", policy.programme_id, programme_ids)
    codes = {entry.code for entry in catalog.measure_units}
    for indicator in catalog.indicators:
        if indicator.measure_unit not in codes:
            file = f"indicators/{indicator.id}.yml"
            yield _dangling(file, "measure_unit", indicator.measure_unit, codes)
    known = [indicator for indicator in catalog.indicators if indicator.measure_unit in codes]
    for indicator_id, said in misfits(known, catalog.measure_units):
        yield CatalogProblem(f"indicators/{indicator_id}.yml", *said.split(": ", maxsplit=1))
    yield from _odd_centre_items(catalog, codes)
    for programme in catalog.programmes:
        for period_id in programme.rounds:
            try:
                Period.parse(period_id)
            except InvalidPeriod as error:
                yield CatalogProblem("programmes.yml", f"{programme.id}: rounds", str(error))


def _odd_centre_items(catalog: Catalog, codes: set[str]) -> Iterator[CatalogProblem]:
    file, items = "centre_items.yml", {item.id: item for item in catalog.centre_items}
    yield from _duplicates(file, (item.id for item in catalog.centre_items))
    for item in catalog.centre_items:
        if (item.kind == "data") != (item.measure_unit is not None and item.measure_type is not None):
            yield CatalogProblem(file, item.id, "data has measure_unit and measure_type, a narrative neither")
        if item.measure_unit is not None and item.measure_unit not in codes:
            yield _dangling(file, f"{item.id}: measure_unit", item.measure_unit, codes)
        for key, other in (("part_of", item.part_of), ("rarely_above", item.rarely_above)):
            if other is not None and other not in items:
                yield _dangling(file, f"{item.id}: {key}", other, set(items))


def _duplicates(file: str, values: Iterable[str]) -> Iterator[CatalogProblem]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield CatalogProblem(file, value, "stands twice; each id or name may stand once")
        seen.add(value)


def _dangling(file: str, key: str, value: str, accepted: Iterable[str]) -> CatalogProblem:
    return CatalogProblem(file, key, f"{value!r} is not declared; accepted: {', '.join(sorted(accepted))}")
