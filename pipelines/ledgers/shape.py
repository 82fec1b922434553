"""The declared shape of each ledger: its columns with their types, its key, and what it can count."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from metrics.catalog import CatalogError, CatalogProblem, Files
from metrics.catalog.entry import Bilingual as Named
from metrics.catalog.faults import misshapen, problem
from metrics.catalog.loader import documents
from metrics.catalog.measures import ADDED
from metrics.catalog.models import Catalog
from metrics.catalog.refusal import refusal
from metrics.queries import EVIDENCE_FOLDER, query_text
from metrics.sentences import Bilingual

FILE_PATTERNS = ("*.csv", "*.parquet")

# Names become names of tables and columns: nothing else may stand in them.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
SQL_TYPES = {"text": "varchar", "unit": "varchar", "choice": "varchar", "date": "date", "number": "decimal(24, 6)"}


class InvalidShape(CatalogError):
    """Shapes that say something unknown; the message names file, line and key of every one."""


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
            raise refusal("values 属于 choice,且每个 choice 都须有", "values belong to a choice, and to every choice")
        if self.minimum is not None and self.type != "number":
            raise refusal("minimum 只用于 number", "minimum belongs to a number")
        if self.not_before is not None and self.type != "date":
            raise refusal("not_before 只用于 date", "not_before belongs to a date")
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
    note: Named


class Shape(Declared):
    """One ledger."""

    ledger_id: Name
    name: Named
    columns: Mapping[Name, Column]
    key: tuple[Name, ...] = Field(min_length=1)
    counts: tuple[Count, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> Shape:
        named = {*self.key, *(column.not_before for column in self.columns.values() if column.not_before)}
        if named - self.columns.keys():
            missing = ", ".join(sorted(named - self.columns.keys()))
            raise refusal(f"没有名为 {missing} 的列", f"no column is called {missing}")
        return self


def load_shapes(definitions: Files) -> tuple[Shape, ...]:
    """Every ledger that the definitions declare in `ledgers/`, in the order of their names.

    Raises:
        InvalidShape: for an unknown key, a column that is not declared, or an indicator counted by two ledgers.
    """
    shapes: list[Shape] = []
    problems: list[CatalogProblem] = []
    for name in sorted(name for name in definitions if is_shape(name)):
        content = documents(definitions, name, problems)
        said = {"ledger_id": PurePosixPath(name).stem, **content} if isinstance(content, dict) else content
        try:
            shapes.append(Shape.model_validate(said))
        except ValidationError as error:
            problems += misshapen(name, definitions[name], None, said, Shape, error)
    counted: dict[str, str] = {}
    for shape in shapes:
        for count in shape.counts:
            other = counted.setdefault(count.indicator_id, shape.ledger_id)
            if other != shape.ledger_id:
                two = Bilingual(
                    f"台账 {other} 也汇总这一指标,只能有一个", f"two ledgers count it ({other} too); one must"
                )
                problems.append(problem(_file(shape), count.indicator_id, "said", detail=two))
    if problems:
        raise InvalidShape(problems)
    return tuple(shapes)


def counting_of(shape: Shape) -> str:
    """The SELECT that says which record counts for which indicator."""
    return query_text(shape.ledger_id, EVIDENCE_FOLDER)


def _file(shape: Shape) -> str:
    return f"ledgers/{shape.ledger_id}.yml"


def is_shape(name: str) -> bool:
    """Whether a path below the definitions is that of a ledger's shape."""
    return fnmatchcase(name, "ledgers/*.yml") and name.count("/") == 1


def check_shapes(shapes: tuple[Shape, ...], catalog: Catalog) -> None:
    """Holds the shapes against the catalog.

    Raises:
        InvalidShape: when a counted indicator or measure unit is not declared, they do not convert into each other,
            or the indicator is a share, mean, index, rate or rank, which no count gives.
    """
    problems = [
        problem(_file(shape), count.indicator_id, "said", detail=said)
        for shape in shapes
        for count in shape.counts
        if (said := _misfit(count, catalog))
    ]
    if problems:
        raise InvalidShape(problems)


def _misfit(count: Count, catalog: Catalog) -> Bilingual | None:
    indicator = next((one for one in catalog.indicators if one.id == count.indicator_id), None)
    dimensions = {unit.code: unit.dimension for unit in catalog.measure_units}
    if indicator is None:
        return Bilingual("没有登记这一指标", "no indicator of the definitions has that id")
    if indicator.measure_type not in ADDED:
        return Bilingual(
            f"{indicator.measure_type} 类的指标不能靠计数得出", f"a {indicator.measure_type} cannot be counted"
        )
    unit, wanted = count.measure_unit, indicator.measure_unit
    if dimensions.get(unit) != dimensions[wanted]:
        return Bilingual(f"{unit} 不能换算为 {wanted}", f"{unit} does not convert into {wanted}")
    return None
