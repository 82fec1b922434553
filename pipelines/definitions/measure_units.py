"""Units of measurement of a workbook: what is known already, what one converts into, of which one it is a multiple."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from metrics.catalog.loader import MEASURE_UNITS, OWN_FOLDER
from metrics.catalog.measures import Measures, resolved, split_multiple
from metrics.catalog.models import MeasureUnit
from metrics.yaml_file import read_yaml
from pipelines.definitions.reading import SheetRow
from pipelines.definitions.things import Things
from pipelines.definitions.values import NOT_READ
from pipelines.readers.keys import spaced

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering


def base_and_factor(code: str, things: Things) -> tuple[str, str]:
    """How a unit of measurement is shown: the unit that it converts into, and how many of that it is."""
    units = known_units(things)
    own = next((unit for unit in units if unit.code == code), None)
    if own is None:
        return "", ""
    bases = [unit for unit in units if unit.dimension == own.dimension and unit.factor == 1 and unit.code != code]
    return (bases[0].code, f"{own.factor.normalize():f}") if bases and own.factor != 1 else ("", "")


def known_units(things: Things) -> tuple[MeasureUnit, ...]:
    """The office's own units of measurement and those that come with the code, which its own may take the place of."""
    own = []
    for key, fields in things.items():
        if key[0] == "measure_unit":
            with suppress(ValidationError):  # A suite says what is wrong with it.
                own.append(MeasureUnit.model_validate(fields))
    codes = {unit.code for unit in own}
    shipped = (MeasureUnit.model_validate(entry) for entry in read_yaml(OWN_FOLDER / MEASURE_UNITS))
    ours = [unit for unit in shipped if unit.code not in codes]
    return resolved([*ours, *own])


def enter_measure_units(entering: Entering) -> None:
    """Enters the rows of the sheet of units of measurement; one that is a multiple brings its unit along."""
    rows = entering.book.of("measure_unit")
    shipped = {key for key in entering.cells.measures.units if ("measure_unit", key) not in entering.things}
    entered = {spaced(row.text("code")) for row in rows}
    # Whoever converts into another of the sheet comes after it.
    for row in sorted(rows, key=lambda row: spaced(row.text("base")) in entered):
        code = spaced(row.text("code"))
        if code in shipped:
            entering.cells.find("workbook.measure_unit.known", row, "code", code, severity="warn")
        elif code:
            _enter_measure_unit(entering, row, code)
    _enter_bases(entering, rows)
    entering.cells.measures = Measures(known_units(entering.things))


def _enter_bases(entering: Entering, rows: list[SheetRow]) -> None:
    """Whoever enters 万亩 alone means ten thousand 亩: the unit that it is a multiple of is there too."""
    for row in rows:
        code = spaced(row.text("code"))
        multiple, stem = split_multiple(code)
        own = entering.things.get(("measure_unit", code), {})
        if multiple == 1 or own.get("dimension") != stem or ("measure_unit", stem) in entering.things:
            continue
        if stem not in {unit.code for unit in known_units(entering.things)}:
            fields = {"code": stem, "dimension": stem, "factor": "1", "decimals": 0, "name_en": stem}
            entering.things["measure_unit", stem] = fields
            entering.note_origin(("measure_unit", stem), row, dict.fromkeys(fields, "code"))


def _enter_measure_unit(entering: Entering, row: SheetRow, code: str) -> None:
    multiple, stem = split_multiple(code)
    defaults = {"code": code, "dimension": stem or code, "factor": str(multiple), "decimals": 2, "name_en": code}
    before = entering.things.get(("measure_unit", code))
    fields = entering.put(row, ("measure_unit", code), defaults)
    if fields.get("is_whole") is False and "is_whole" not in entering.base.get(("measure_unit", code), {}):
        del fields["is_whole"]  # As where nothing is said.
    if before is not None and base_and_factor(code, entering.things) == (row.text("base"), row.text("factor")):
        return
    if base := row.text("base"):
        measures = Measures(known_units({key: value for key, value in entering.things.items() if key[1] != code}))
        meaning = next(iter(measures.meanings(spaced(base))), None)
        if meaning is None:
            entering.cells.find("workbook.measure_unit", row, "base", base)
            return
        fields["dimension"] = meaning.dimension
        said = entering.cells.number(row, "factor", row.cell("factor"), None) if row.text("factor") else None
        if said is not NOT_READ:
            factor = Decimal(said) * meaning.factor if said else multiple
            fields["factor"] = f"{factor.normalize():f}"
    elif row.text("factor"):
        factor = entering.cells.number(row, "factor", row.cell("factor"), None)
        fields["factor"] = fields["factor"] if factor is NOT_READ else factor
