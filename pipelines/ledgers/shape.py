"""The declared shape of each ledger: its columns with their types, its key, and what it can count."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from metrics.catalog import Files
from metrics.catalog.measures import ADDED
from metrics.catalog.models import Bilingual, Catalog
from metrics.yaml_file import parse_yaml

FILE_PATTERNS = ("*.csv", "*.parquet")

# Names become names of tables and columns: nothing else may stand in them.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
SQL_TYPES = {"text": "varchar", "unit": "varchar", "choice": "varchar", "date": "date", "number": "decimal(24, 6)"}


class InvalidShape(ValueError):
    """A shape that says something unknown; the message names file and key."""


class Declared(BaseModel):
    """A piece of a shape: immutable, and with no key beyond the declared ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Declared):
    """One column: its type, the headers under which it may come, and what its values must be."""

    type: Literal["text", "unit", "choice", "date", "number"]
    headers: tuple[str, ...] = ()
    required: bool = False
    values: tuple[str, ...] = ()
    minimum: int | None = None
    not_before: Name | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> Column:
        if bool(self.values) != (self.type == "choice"):
            raise ValueError("values belong to a choice, and to every choice")
        if self.minimum is not None and self.type != "number":
            raise ValueError("minimum belongs to a number")
        if self.not_before is not None and self.type != "date":
            raise ValueError("not_before belongs to a date")
        return self


class Count(Declared):
    """An indicator that the ledger counts, in which measure unit, and how far a report may be off.

    A report agrees within the larger of `tolerance_ratio` (of the evidence) and `tolerance_value` (in the indicator's
    own measure unit).
    """

    indicator_id: str
    measure_unit: str
    tolerance_ratio: Decimal = Field(ge=0, le=1)
    tolerance_value: Decimal = Field(ge=0)
    note: Bilingual


class Shape(Declared):
    """One ledger."""

    ledger_id: Name
    name: Bilingual
    columns: Mapping[Name, Column]
    key: tuple[Name, ...] = Field(min_length=1)
    counts: tuple[Count, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> Shape:
        named = {*self.key, *(column.not_before for column in self.columns.values() if column.not_before)}
        if named - self.columns.keys():
            raise ValueError(f"no column is called {', '.join(sorted(named - self.columns.keys()))}")
        return self


def load_shapes(definitions: Files) -> tuple[Shape, ...]:
    """Every ledger that the definitions declare in `ledgers/`, in the order of their names.

    Raises:
        InvalidShape: for an unknown key, a column that is not declared, or an indicator counted by two ledgers.
    """
    shapes: list[Shape] = []
    for name in sorted(name for name in definitions if is_shape(name)):
        path = PurePosixPath(name)
        try:
            content = parse_yaml(definitions[name])
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise InvalidShape(f"{name}: is not readable YAML in UTF-8: {error}") from None
        try:
            shapes.append(Shape.model_validate({"ledger_id": path.stem, **(content or {})}))
        except ValidationError as error:
            places = "; ".join(f"{'.'.join(map(str, e['loc'])) or '(file)'}: {e['msg']}" for e in error.errors())
            raise InvalidShape(f"{name}: {places}") from None
    counted = [count.indicator_id for shape in shapes for count in shape.counts]
    for indicator_id in counted:
        if counted.count(indicator_id) > 1:
            raise InvalidShape(f"{indicator_id}: two ledgers count it; one must")
    return tuple(shapes)


def is_shape(name: str) -> bool:
    """Whether a path below the definitions is that of a ledger's shape."""
    return fnmatchcase(name, "ledgers/*.yml") and name.count("/") == 1


def check_shapes(shapes: tuple[Shape, ...], catalog: Catalog) -> None:
    """Holds the shapes against the catalog.

    Raises:
        InvalidShape: when a counted indicator or measure unit is not declared, they do not convert into each other,
            or the indicator is a share, mean, index, rate or rank, which no count gives.
    """
    indicators = {indicator.id: indicator for indicator in catalog.indicators}
    dimensions = {unit.code: unit.dimension for unit in catalog.measure_units}
    for shape in shapes:
        for count in shape.counts:
            place = f"{shape.ledger_id}.yml: {count.indicator_id}"
            indicator = indicators.get(count.indicator_id)
            if indicator is None:
                raise InvalidShape(f"{place}: no indicator of the catalog has that id")
            if indicator.measure_type not in ADDED:
                raise InvalidShape(f"{place}: a {indicator.measure_type} cannot be counted")
            if dimensions.get(count.measure_unit) != dimensions[indicator.measure_unit]:
                raise InvalidShape(f"{place}: {count.measure_unit} does not convert into {indicator.measure_unit}")
