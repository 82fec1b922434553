"""Every verdict on what a workbook says: the suites of the text files on its rows, each finding at its own cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from expectations.result import Finding
from metrics.catalog import Files
from metrics.catalog.measures import ADDED
from metrics.catalog.unit_models import Unit
from metrics.catalog.units import unit_faults
from metrics.periods import Period
from metrics.rules.comparators import COMPARATORS
from pipelines.definitions.entering import Entered, Origin
from pipelines.definitions.forms import CSV, tables
from pipelines.definitions.measure_units import known_units
from pipelines.definitions.names import names_of
from pipelines.definitions.rolling import planned_periods
from pipelines.definitions.things import Fields, Key, Things, lines_of, nested

# Facts of a row that no column of a file holds, which rules ask for.
_FACTS = {"unit": ("name_of_other",), "indicator": ("never_added",), "programme": ("rounds", "has_limits")}
_LIMITS = ("lamp_limits_on_track_ratio", "lamp_limits_slightly_behind_ratio", "lamp_limits_source_zh")
_DECLARED = {
    "programme": ("name_zh", "starts_on", "ends_on", "reporting_cycle", *_LIMITS),
    "policy": ("title_zh", "issuer_zh", "issued_on", "expires_on"),
    "unit": ("name", "kind"),
    "contact": ("unit", "name", "mail", "from_day", "to_day"),
    "indicator": ("name_zh", "measure_type", "measure_unit", "direction", "aggregation"),
    "measure_unit": ("code", "dimension", "factor", "decimals"),
}


def check_entered(entered: Entered, file: str) -> list[Finding]:
    """Whatever the suites find in the rows that a workbook says, at the cells of the workbook.

    A cell that could not be read is not found empty a second time.
    """
    import pandas as pd

    from expectations.runner import FILE_COLUMN, ROW_COLUMN, run_suites
    from expectations.suite import load_suites

    origins = list(entered.origins.items())
    rows: dict[str, list[Fields]] = {}
    twice = _names_of_two(entered.things)
    for number, (key, _) in enumerate(origins):
        suite, fields = _row(key, entered.things, twice)
        if suite:
            rows.setdefault(suite, []).append(fields | {FILE_COLUMN: file, ROW_COLUMN: number})
    suites = load_suites()
    frames = {suite: pd.DataFrame(said, dtype=object).astype({ROW_COLUMN: "int64"}) for suite, said in rows.items()}
    results = run_suites(frames, {suite: suites[suite] for suite in frames}, references_of(entered.things))
    complained = {(f.sheet, f.row_number, f.column_name) for f in entered.findings if f.severity == "error"}
    findings = [
        _placed(finding, *origins[finding.row_number or 0]) for result in results for finding in result.findings
    ]
    return [one for one in findings if (one.sheet, one.row_number, one.column_name) not in complained]


def at_cells(findings: Iterable[Finding], files: Files, entered: Mapping[Key, Origin]) -> Iterator[Finding]:
    """What was found in the tables of the definitions, at the cells of the workbook that say it.

    Args:
        findings: at lines of `definitions/…`.
        files: the definitions as they were looked at.
        entered: where each row stands in the workbook; whatever it does not say keeps its place.
    """
    rows = lines_of(files)
    for finding in findings:
        path = finding.file.removeprefix("definitions/")
        key = rows.get((path, finding.row_number or 0))
        origin = entered.get(key) if key else None
        yield finding if origin is None or key is None else replace(_placed(finding, key, origin), file=finding.file)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as a person takes them up: what stands in the way of all else first, then sheet by sheet."""
    unique = list(dict.fromkeys(findings))
    places = {name: number for number, name in enumerate(dict.fromkeys(finding.sheet for finding in unique))}
    return sorted(
        unique,
        key=lambda one: (one.severity != "error", one.row_number is not None, places[one.sheet], one.row_number or 0),
    )


def _row(key: Key, things: Things, twice: set[str]) -> tuple[str | None, Fields]:
    table, fields = key[0], things.get(key, {})
    if tables()[table].layout == CSV:
        return table, {name: _text(fields.get(name)) for name in tables()[table].columns}
    if table not in _DECLARED:
        return None, {}
    # What lies deeper in an entry bears its whole path.
    plain = {name.replace(".", "_"): value for name, value in fields.items()}
    said = {name: _text(plain.get(name)) for name in _DECLARED[table]}
    return f"definition_{table}", said | dict.fromkeys(_FACTS.get(table, ())) | _facts(key, fields, things, twice)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return ";".join(map(str, value)) or None
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None or value == "" else str(value)


def _facts(key: Key, fields: Fields, things: Things, twice: set[str]) -> Fields:
    if key[0] == "unit":
        return {"name_of_other": next((name for name in names_of(key, things) if name in twice), None)}
    if key[0] == "indicator" and fields.get("aggregation") == "sum":
        units = {unit.code: unit for unit in known_units(things)}
        unit = units.get(str(fields.get("measure_unit")))
        is_added = fields.get("measure_type") in ADDED and (unit is None or bool(unit.is_additive))
        return {"never_added": None if is_added else f"{fields.get('measure_type')}, {fields.get('measure_unit')}"}
    if key[0] == "programme":
        is_reported = fields.get("reporting_cycle") != "none"
        rounds = ";".join(planned_periods(fields)) or None if is_reported else None
        return {"rounds": rounds, "has_limits": any(name.startswith("lamp_limits.") for name in fields)}
    return {}


def _names_of_two(things: Things) -> set[str]:
    """The names that two units bear on one day."""
    units = []
    for key, fields in things.items():
        if key[0] == "unit":
            with suppress(ValidationError):  # Its shape is a finding of its own.
                units.append(Unit.model_validate(nested(fields)))
    return {name for name, _ in unit_faults(tuple(units))}


def references_of(things: Things) -> dict[str, list[str]]:
    """The named sets of what rows may refer to, by what is declared, whether or not all of it has its shape."""
    ids = {table: [key[1] for key in things if key[0] == table] for table in tables()}
    rounds = {period for key, fields in things.items() if key[0] == "programme" for period in planned_periods(fields)}
    return {
        "programme_ids": ids["programme"], "document_ids": ids["policy"], "indicator_ids": ids["indicator"],
        "scope_ids": ids["scope"], "task_ids": ids["task"], "target_ids": ids["target"],
        "unit_names": sorted(name for key in things if key[0] == "unit" for name in names_of(key, things)),
        "measure_units": [unit.code for unit in known_units(things)], "comparators": list(COMPARATORS),
        "period_ids": sorted(_periods(rounds)),
    }  # fmt: skip


def _periods(rounds: Iterable[str]) -> Iterator[str]:
    for period in rounds:
        yield Period.parse(period).period_id


def _placed(finding: Finding, key: Key, origin: Origin) -> Finding:
    """The finding at the cell of the sheet that a person can correct."""
    row, names = origin.row, (finding.column_name or "").split(", ")
    dotted = {name.replace(".", "_"): column for name, column in origin.columns.items()}
    column = next((dotted[name] for name in names if name in dotted), row.main)
    return replace(finding, sheet=row.sheet, row_number=row.place(column), column_name=row.header(column),
                   value=row.text(column) or finding.value)  # fmt: skip
