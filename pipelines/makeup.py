"""How the whole of each target is made up: from the rows of targets, responsibilities, breakdown and reporters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from metrics.catalog import Catalog
from metrics.rules.contributions import Aim, Contribution, Named, contributions, exclusion
from pipelines.readers.table import Row

# What is read for it, by the names of the sources.
TABLES = ("target", "responsibility", "unit_target", "sample_unit_target", "reporter")


@dataclass(frozen=True)
class Makeup:
    """The units whose figures are or go into the whole of a target, and why that of any other does not."""

    contributions: tuple[Contribution, ...]
    exclusion: str


def makeup(catalog: Catalog, tables: Mapping[str, Sequence[Row]]) -> dict[str, Makeup]:
    """How the whole of each target is made up, by target id.

    Args:
        catalog: aggregations of indicators, names and parents of units.
        tables: rows as text of `TABLES`; a row that names what is not known is passed over here and found by the
            checks of its own table.
    """
    unit_ids = catalog.unit_ids_by_name()
    parents = {unit.id: unit.parent for unit in catalog.units if unit.parent}
    aggregations = {indicator.id: indicator.aggregation for indicator in catalog.indicators}
    parts = _by_target(breakdown(tables), unit_ids)
    named = _by_target(tables["reporter"], unit_ids)
    made = {}
    for target in tables["target"]:
        target_id, serving = str(target["target_id"]), serving_tasks(target)
        roles = [(unit_ids[str(row["unit_name"])], row["role"]) for row in tables["responsibility"]
                 if row["task_id"] in serving and row["unit_name"] in unit_ids]  # fmt: skip
        aim = Aim(
            aggregations.get(str(target["indicator_id"]), "none"),
            _decimal(target["target_value"] or target["target_low"]),
            {
                unit: value
                for unit, row in parts.get(target_id, ())
                if (value := _decimal(row["target_value"])) is not None
            },
            [Named(unit, str(row["role"]), _decimal(row["weight"])) for unit, row in named.get(target_id, ())],
            [unit for unit, role in roles if role == "lead"],
            [unit for unit, _ in roles],
            parents,
        )
        made[target_id] = Makeup(tuple(contributions(aim)), exclusion(aim))
    return made


def breakdown(tables: Mapping[str, Sequence[Row]]) -> Iterator[Row]:
    """The rows of the annex; of the illustrative breakdown those of programmes that have no annex."""
    programmes = {row["target_id"]: row["programme_id"] for row in tables["target"]}
    annexed = {programmes.get(row["target_id"]) for row in tables["unit_target"]}
    yield from tables["unit_target"]
    yield from (row for row in tables["sample_unit_target"] if programmes.get(row["target_id"]) not in annexed)


def serving_tasks(target: Row) -> set[str]:
    """The tasks that serve a target: its own, and those it names."""
    return {str(target["task_id"] or ""), *str(target["task_ids"] or "").split(";")} - {""}


def _by_target(rows: Iterable[Row], unit_ids: Mapping[str, str]) -> dict[str, list[tuple[str, Row]]]:
    found: dict[str, list[tuple[str, Row]]] = {}
    for row in rows:
        if row["unit_name"] in unit_ids:
            found.setdefault(str(row["target_id"]), []).append((unit_ids[str(row["unit_name"])], row))
    return found


def _decimal(text: str | int | None) -> Decimal | None:
    try:
        return Decimal(str(text)) if text not in (None, "") else None
    except InvalidOperation:
        return None  # The suite of its table names the cell.
