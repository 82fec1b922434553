"""The declared shape of each ledger: its columns with their types, its key, and what it can count."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from metrics.catalog import CatalogError, CatalogProblem, Files
from metrics.catalog.entry import Bilingual as Named
from metrics.catalog.faults import misshapen, problem, unreadable
from metrics.catalog.loader import documents
from metrics.catalog.refusal import refusal
from metrics.sentences import Bilingual

FILE_PATTERNS = ("*.csv", "*.parquet")
# The shapes that came with the code before an office had SELECTs of its own, by SHA-256, and the SELECTs of then. A
# ledger that is only called like one of them has to say itself how it counts.
EARLIER_FOLDER = Path(__file__).parent / "earlier"
EARLIER = {
    "099f2bb270117293412a981e19003d0400d6e97d004345eb3ac74bcf11bf4b4e": "contracts.sql",
    "b768944234bfe6218a7118450215cc4a1257ef5dd5bbfc93ace16f0f096cb275": "enterprises.sql",
    "9ffaab25afc545aa1bd9a526a6ca917bfba85eadf2613cc3f07d0a2025439bcf": "platforms.sql",
    "11afd8241f28dccf0dac0e58b6be5732d4bd53d5044ccc188076950e97636915": "transfers.sql",
}

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
    # The SELECT that says which record counts for which indicator: a file of its own beside the shape.
    counting: str = ""

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
        if isinstance(content, dict) and "counting" in content:
            inside = Bilingual("SELECT 应写在同名的 .sql 文件里", "the SELECT stands in the .sql file of its name")
            problems.append(problem(name, "counting", "said", detail=inside))
        counting = _counting(definitions, name, problems)
        try:
            shapes.append(Shape.model_validate(said).model_copy(update={"counting": counting}))
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
                problems.append(problem(shape_file(shape), count.indicator_id, "said", detail=two))
    if problems:
        raise InvalidShape(problems)
    return tuple(shapes)


def _counting(definitions: Files, name: str, problems: list[CatalogProblem]) -> str:
    beside = counting_file(name)
    if beside not in definitions:
        earlier = EARLIER.get(hashlib.sha256(definitions[name]).hexdigest())
        if earlier is not None:
            return (EARLIER_FOLDER / earlier).read_text(encoding="utf-8")
        missing = Bilingual("没有同名的 .sql 文件，不知如何计数", "no .sql file of its name stands beside it")
        problems.append(problem(beside, "-", "said", detail=missing))
        return ""
    try:
        return definitions[beside].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(unreadable(beside, error))
        return ""


def counting_file(name: str) -> str:
    """The path of a ledger's SELECT, from that of its shape."""
    return f"{name.removesuffix('.yml')}.sql"


def shape_file(shape: Shape) -> str:
    """Where a ledger is declared, below the definitions."""
    return f"ledgers/{shape.ledger_id}.yml"


def is_shape(name: str) -> bool:
    """Whether a path below the definitions is that of a ledger's shape."""
    return fnmatchcase(name, "ledgers/*.yml") and name.count("/") == 1
