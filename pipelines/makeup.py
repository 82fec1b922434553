"""How the whole of each target is made up: from the rows of targets, responsibilities, breakdown and reporters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext

from metrics.catalog import Catalog
from metrics.catalog.measures import Measures
from metrics.rules.classes import POLICY, SAMPLE
from metrics.rules.contributions import Aim, Contribution, Named, contributions, exclusion
from pipelines.readers.table import Row
from pipelines.readers.typed import number_in
from pipelines.unit_names import UnitNames

# What is read for it, by the names of the sources.
TABLES = ("target", "responsibility", "unit_target", "sample_unit_target", "reporter")


@dataclass(frozen=True)
class Makeup:
    """The units whose figures are or go into the whole of a target, and why that of any other does not."""

    contributions: tuple[Contribution, ...]
    exclusion: str


def makeup(
    catalog: Catalog, tables: Mapping[str, Sequence[Row]], first_set: Mapping[tuple[str, str | None], Decimal]
) -> dict[str, Makeup]:
    """How the whole of each target is made up, by target id.

    Args:
        catalog: aggregations of indicators, names and parents of units.
        tables: rows as text of `TABLES`; a row that names what is not known is passed over here and found by the
            checks of its own table.
        first_set: by target and unit (None of the whole) what documents first set, of those that were ever changed:
            what was entered wrongly neither reaches a target nor falls short of one.
    """
    names = UnitNames(catalog)
    parents = {unit.id: unit.parent for unit in catalog.units if unit.parent}
    aggregations = {indicator.id: indicator.aggregation for indicator in catalog.indicators}
    parts = _by_target(names.of_targets(breakdown(catalog, tables), tables["target"]))
    named = _by_target(names.of_targets(tables["reporter"], tables["target"]))
    made = {}
    for target in tables["target"]:
        target_id, serving = str(target["target_id"]), serving_tasks(target)
        written_on, responsible = names.written_on(target), names.responsible(target)
        roles = [(unit_id, row["role"]) for row in tables["responsibility"] if row["task_id"] in serving
                 and (unit_id := names.unit_id(row["unit_name"], written_on))]  # fmt: skip
        aim = Aim(
            aggregations.get(str(target["indicator_id"]), "none"),
            first_set.get((target_id, None), number_in(target["target_value"] or target["target_low"])),
            {
                unit: value
                for unit, row in parts.get(target_id, ())
                if (value := first_set.get((target_id, unit), number_in(row["target_value"]))) is not None
            },
            [Named(unit, str(row["role"]), number_in(row["weight"])) for unit, row in named.get(target_id, ())],
            [*responsible, *(unit for unit, role in roles if role == "lead")],
            [*responsible, *(unit for unit, _ in roles)],
            parents,
        )
        made[target_id] = Makeup(tuple(contributions(aim)), exclusion(aim))
    return made


def breakdown(catalog: Catalog, tables: Mapping[str, Sequence[Row]]) -> Iterator[Row]:
    """The rows of the annex; of the illustrative breakdown those of programmes that have no annex.

    Their numbers stand in the unit of their target; `provenance` says which they are.
    """
    programmes = {row["target_id"]: row["programme_id"] for row in tables["target"]}
    annexed = {programmes.get(row["target_id"]) for row in tables["unit_target"]}
    illustrative = (row for row in tables["sample_unit_target"] if programmes.get(row["target_id"]) not in annexed)
    measure_units = {row["target_id"]: row["measure_unit"] for row in tables["target"]}
    measures = Measures(catalog.measure_units)
    for provenance, rows in ((POLICY, tables["unit_target"]), (SAMPLE, illustrative)):
        for row in in_unit_of_target(rows, measure_units, measures):
            yield row | {"provenance": provenance}


def in_unit_of_target(
    rows: Iterable[Row], measure_units: Mapping[str | int | None, str | int | None], measures: Measures
) -> Iterator[Row]:
    """Parts with their numbers in the unit of their target: 378 吨 of a target in 万吨 is 0.0378.

    Numbers that cannot be said there, because they count something else or need more than six decimals, are None.
    As written they stand in `given_value` and `given_unit`.

    Args:
        rows: the breakdown as text.
        measure_units: target id → the unit of measurement of the target.
        measures: the units that there are.
    """
    for row in rows:
        given, wanted = row["measure_unit"], measure_units.get(row["target_id"])
        if given == wanted or given is None or wanted is None:
            yield row | {"given_value": row["target_value"], "given_unit": given}
            continue
        factor = measures.conversion(str(given), str(wanted))
        said = ("target_value", "baseline_value")
        numbers = {name: _converted(row[name], factor) for name in said if row[name] is not None}
        if None in numbers.values():
            numbers = dict.fromkeys(said)
        yield row | numbers | {"measure_unit": wanted, "given_value": row["target_value"], "given_unit": given}


def _converted(text: str | int | None, factor: Decimal | None) -> str | None:
    value = number_in(text)
    if value is None or factor is None:
        return None
    with localcontext(Context(prec=60)) as exact:
        found = (value * factor).quantize(Decimal("1E-6"))
        return None if exact.flags[Inexact] else f"{found.normalize():f}"


def serving_tasks(target: Row) -> set[str]:
    """The tasks that serve a target: its own, and those it names."""
    return {str(target["task_id"] or ""), *str(target["task_ids"] or "").split(";")} - {""}


def _by_target(rows: Iterable[tuple[str, Row]]) -> dict[str, list[tuple[str, Row]]]:
    found: dict[str, list[tuple[str, Row]]] = {}
    for unit_id, row in rows:
        found.setdefault(str(row["target_id"]), []).append((unit_id, row))
    return found
