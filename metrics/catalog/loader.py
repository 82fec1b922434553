"""Reads what an office declares and refuses anything that a reader could misunderstand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from metrics.catalog.documents import link_faults
from metrics.catalog.entry import Entry
from metrics.catalog.faults import CatalogError, CatalogProblem, misshapen, problem, unreadable
from metrics.catalog.measures import completed, contradictions, misfits, resolved
from metrics.catalog.models import Catalog, CentreItem, Indicator, MeasureUnit, Policy, Programme, Scope
from metrics.catalog.unit_models import Contact, Unit
from metrics.catalog.units import unit_faults
from metrics.sentences import Bilingual
from metrics.yaml_file import line_of, parse_yaml

# Units of measurement and the data of centres' reports come with the code; an office adds to those, or has its own.
OWN_FOLDER = Path(__file__).parent
# The definitions of an office, wherever they lie: path below their folder to bytes.
Files = Mapping[str, bytes]

_ITEM_KINDS = Bilingual("data 须有 measure_unit 和 measure_type,narrative 两者都没有",
                        "data has measure_unit and measure_type, a narrative neither")  # fmt: skip
MEASURE_UNITS, CENTRE_ITEMS = "measure_units.yml", "centre_items.yml"
LISTS = ("programmes.yml", "units.yml", "contacts.yml", "scopes.yml", MEASURE_UNITS, CENTRE_ITEMS)
PARTS = ("indicators", "policies")

E = TypeVar("E", bound=Entry)


def load_catalog(files: Files, acceptance: str = "checks") -> Catalog:
    """The validated catalog that `files` declare, with the units of measurement that come with the code.

    Args:
        files: path below the folder of definitions to bytes.
        acceptance: the office's, `checks` or `officer`, for programmes that say nothing of it.

    Raises:
        CatalogError: with every problem found (file, key, what is accepted).
    """
    problems: list[CatalogProblem] = []
    measure_units = resolved(_measure_units(files, problems))
    indicators = _entries(files, _names(files, "indicators"), Indicator, problems)
    catalog = Catalog(
        programmes=_accepting(_entries(files, ["programmes.yml"], Programme, problems), acceptance),
        policies=_entries(files, _names(files, "policies"), Policy, problems),
        units=_entries(files, ["units.yml"], Unit, problems),
        scopes=_entries(files, ["scopes.yml"], Scope, problems),
        measure_units=measure_units,
        indicators=completed(indicators, measure_units),
        contacts=_entries(files, ["contacts.yml"], Contact, problems),
        centre_items=_entries({CENTRE_ITEMS: _own(CENTRE_ITEMS), **files}, [CENTRE_ITEMS], CentreItem, problems),
    )
    if not problems:
        problems.extend(_placed(found, files) for found in _inconsistencies(catalog))
    if problems:
        raise CatalogError(problems)
    return catalog


def is_catalog_file(name: str) -> bool:
    """Whether a path below the definitions is one that the catalog is read from."""
    return name in LISTS or any(name in _names((name,), part) for part in PARTS)


def _accepting(programmes: tuple[Programme, ...], acceptance: str) -> tuple[Programme, ...]:
    said = {"acceptance": "officer" if acceptance == "officer" else "automatic"}
    return tuple(p if "acceptance" in p.model_fields_set else p.model_copy(update=said) for p in programmes)


def _own(name: str) -> bytes:
    return (OWN_FOLDER / name).read_bytes()


def _measure_units(files: Files, problems: list[CatalogProblem]) -> tuple[MeasureUnit, ...]:
    """Those of the code and those of the office, whose entry of the same code takes the place of ours."""
    ours = _entries({MEASURE_UNITS: _own(MEASURE_UNITS)}, [MEASURE_UNITS], MeasureUnit, problems)
    theirs = _entries(files, [MEASURE_UNITS], MeasureUnit, problems)
    codes = {entry.code for entry in theirs}
    return (*(entry for entry in ours if entry.code not in codes), *theirs)


def _names(files: Iterable[str], part: str) -> list[str]:
    return sorted(name for name in files if fnmatchcase(name, f"{part}/*.yml") and name.count("/") == 1)


def _entries(files: Files, names: list[str], model: type[E], problems: list[CatalogProblem]) -> tuple[E, ...]:
    entries: list[E] = []
    for name in names:
        content = documents(files, name, problems)
        for number, raw in enumerate(content if isinstance(content, list) else [] if content is None else [content]):
            place = number if isinstance(content, list) else None
            if "/" in name and isinstance(raw, dict):
                # A file that holds one thing names it: nobody has to say its id again.
                raw = {"id": PurePosixPath(name).stem} | raw
            try:
                entry = model.model_validate(raw)
            except ValidationError as error:
                problems.extend(misshapen(name, files[name], place, raw, model, error))
                continue
            stem = PurePosixPath(name).stem
            if "/" in name and getattr(entry, "id", None) != stem:
                found = problem(name, "id", "file_name", getattr(entry, "id", None), stem=stem)
                problems.append(replace(found, line=line_of(files[name], ("id",))))
            entries.append(entry)
    return tuple(entries)


def documents(files: Files, name: str, problems: list[CatalogProblem]) -> Any:
    """What one file says; None where an office has nothing of a sort, or what cannot be read is among `problems`."""
    try:
        return parse_yaml(files.get(name, b""))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(unreadable(name, error))
        return None


def _inconsistencies(catalog: Catalog) -> Iterator[CatalogProblem]:
    yield from _duplicates("programmes.yml", (entry.id for entry in catalog.programmes))
    yield from _duplicates("units.yml", (entry.id for entry in catalog.units))
    yield from _duplicates("scopes.yml", (entry.id for entry in catalog.scopes))
    yield from _duplicates("measure_units.yml", (entry.code for entry in catalog.measure_units))
    for key, said in contradictions(catalog.measure_units):
        yield problem("measure_units.yml", key, "said", detail=said)
    for key, said in unit_faults(catalog.units):
        yield problem("units.yml", key, "said", detail=said)
    programme_ids = {entry.id for entry in catalog.programmes}
    for policy in catalog.policies:
        if policy.programme_id not in programme_ids:
            yield _dangling(f"policies/{policy.id}.yml", "programme_id", policy.programme_id, programme_ids)
    for document_id, key, value, said in link_faults(catalog.policies):
        yield problem(f"policies/{document_id}.yml", key, "said", value, detail=said)
    yield from _dangling_names(catalog)
    codes = {entry.code for entry in catalog.measure_units}
    for indicator in catalog.indicators:
        if indicator.measure_unit not in codes:
            file = f"indicators/{indicator.id}.yml"
            yield _dangling(file, "measure_unit", indicator.measure_unit, codes)
    known = [indicator for indicator in catalog.indicators if indicator.measure_unit in codes]
    for indicator_id, key, said in misfits(known, catalog.measure_units):
        yield problem(f"indicators/{indicator_id}.yml", key, "said", detail=said)
    yield from _odd_centre_items(catalog, codes)


def _dangling_names(catalog: Catalog) -> Iterator[CatalogProblem]:
    units, indicators = {unit.id for unit in catalog.units}, {entry.id for entry in catalog.indicators}
    for contact in catalog.contacts:
        if contact.unit not in units:
            yield _dangling("contacts.yml", f"{contact.name}: unit", contact.unit, units)
    for indicator in catalog.indicators:
        for sibling in indicator.siblings:
            if sibling.indicator is not None and sibling.indicator not in indicators - {indicator.id}:
                file = f"indicators/{indicator.id}.yml"
                yield _dangling(file, "siblings", sibling.indicator, indicators - {indicator.id})


def _odd_centre_items(catalog: Catalog, codes: set[str]) -> Iterator[CatalogProblem]:
    file, items = "centre_items.yml", {item.id: item for item in catalog.centre_items}
    yield from _duplicates(file, (item.id for item in catalog.centre_items))
    for item in catalog.centre_items:
        if (item.kind == "data") != (item.measure_unit is not None and item.measure_type is not None):
            yield problem(file, item.id, "said", detail=_ITEM_KINDS)
        if item.measure_unit is not None and item.measure_unit not in codes:
            yield _dangling(file, f"{item.id}: measure_unit", item.measure_unit, codes)
        for key, other in (("part_of", item.part_of), ("rarely_above", item.rarely_above)):
            if other is not None and other not in items:
                yield _dangling(file, f"{item.id}: {key}", other, set(items))


def _duplicates(file: str, values: Iterable[str]) -> Iterator[CatalogProblem]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield problem(file, value, "twice")
        seen.add(value)


def _dangling(file: str, key: str, value: str, accepted: Iterable[str]) -> CatalogProblem:
    return problem(file, key, "dangling", value, accepted=", ".join(sorted(accepted)) or "-")


def _placed(unplaced: CatalogProblem, files: Files) -> CatalogProblem:
    """A problem between entries, at the line of the entry and key that it is about."""
    entry, _, key = unplaced.key.partition(": ")
    content = files.get(unplaced.file, b"")
    said = parse_yaml(content)
    if isinstance(said, list):
        named = [n for n, one in enumerate(said) if isinstance(one, dict) and entry in _names_of(one)]
        # Of two that are called alike the one that has the key is meant, else the later one.
        own = key.split(".")[:1]
        number = next((n for n in named if own[0] in said[n]), named[-1] if named else None)
        return unplaced if number is None else replace(unplaced, line=line_of(content, (number, *own)))
    return replace(unplaced, line=line_of(content, unplaced.key.split(".")))


def _names_of(entry: dict[str, Any]) -> set[Any]:
    aliases = [one.get("name") if isinstance(one, dict) else one for one in entry.get("aliases") or ()]
    return {
        entry.get("id"),
        entry.get("code"),
        entry.get("name") if isinstance(entry.get("name"), str) else None,
        *aliases,
    }
