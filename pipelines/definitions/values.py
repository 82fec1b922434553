"""The meaning of the cells of a workbook: words, days, numbers, choices and names, each a finding where it has none."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from expectations.result import Finding
from metrics.catalog.measures import Measures
from metrics.office import office_in_force
from metrics.sentences import Bilingual, listed
from pipelines.definitions.amounts import Amount, in_digits, read_amount, read_edge
from pipelines.definitions.forms import Column, sheet_of, sheet_tables
from pipelines.definitions.names import Names
from pipelines.definitions.reading import ReadBook, SheetRow
from pipelines.readers.dates import read_period
from pipelines.readers.grid import DATE, PERCENT, TEXT, Cell
from pipelines.readers.keys import name_key, spaced
from pipelines.readers.quantities import Unreadable, plain, read_quantity
from pipelines.readers.wording import reading_finding

_YES_NO = {name_key(word): word in ("是", "yes", "y", "true", "√", "1") for word in
           ("是", "yes", "y", "true", "√", "1", "否", "no", "n", "false", "×", "0")}  # fmt: skip
_DOES = re.compile(r"(?:按职责分工|分工|分别)?(?:牵头|负责)$")
_DOES_ANYTHING = re.compile(r"(?:按职责分工|分工|分别)?(?:牵头|负责|配合|参与|协助)$")
NOT_READ = object()


def is_same_number(before: object, after: object) -> bool:
    """Whether two texts are one number, however written: 12.20 and 12.2."""
    try:
        return Decimal(str(before)) == Decimal(str(after))
    except ArithmeticError:
        return False


class CellReader:
    """Reads the cells of one workbook; `findings` fill up on the way."""

    def __init__(self, book: ReadBook, names: Names, measures: Measures) -> None:
        self.book, self.names, self.measures = book, names, measures
        self.findings: list[Finding] = []

    def find(self, rule_id: str, row: SheetRow, key: str, value: str | None = None, severity: str = "error",
             **facts: Any) -> None:  # fmt: skip
        """Adds a finding at the cell of a column."""
        finding = reading_finding(
            rule_id, self.book.file, row.place(key), row.header(key), sheet=row.sheet, value=value, **facts
        )
        self.findings.append(replace(finding, severity=severity))

    def read(self, row: SheetRow, column: Column) -> Any:
        """What a filled cell says: text, a number as plain digits, an ISO day, a code, an id, a list of ids.

        `NOT_READ` where it cannot be read, with its finding.
        """
        cell = row.cell(column.key)
        reader = getattr(self, f"_{column.kind}", self._text)
        return reader(row, column, cell)

    def _text(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        return cell.text.strip() if cell.kind != DATE else cell.text

    def _day(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        day = read_edge(cell, column.edge)
        if day is None:
            self.find("workbook.day", row, column.key, cell.text)
            return NOT_READ
        return day.isoformat()

    def _days(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        pieces = [cell] if cell.kind != TEXT else [Cell(one) for one in self.names.split("", cell.text)]
        days = [read_edge(one, column.edge) for one in pieces]
        unread = [one.text for one, day in zip(pieces, days, strict=True) if day is None]
        if unread:
            self.find("workbook.day", row, column.key, unread[0])
            return NOT_READ
        return sorted({day.isoformat() for day in days if day})

    def _period(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        period = read_period(cell, office_in_force().year_begins)
        if period is None:
            self.find("workbook.period", row, column.key, cell.text)
            return NOT_READ
        return period.period_id

    def _whole(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        text = in_digits(cell.text.strip())
        if not text.isdecimal() or len(text) > 6:
            self.find("workbook.whole", row, column.key, cell.text)
            return NOT_READ
        return int(text)

    def _yes_no(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        said = _YES_NO.get(name_key(cell.text))
        if said is None:
            self.find("cell.value.known", row, column.key, cell.text, values=Bilingual("是、否", "Yes, No"))
            return NOT_READ
        return said

    def _choice(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        code = column.means(cell.text)
        if code is None:
            words = listed(Bilingual(*spoken[:2]) for spoken in column.values.values())
            self.find("cell.value.known", row, column.key, cell.text, values=words)
            return NOT_READ
        return code

    def _list(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        return self.names.split("", cell.text)

    def _measure_unit(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        code = self.unit_code(cell.text)
        if code is None:
            self.find("workbook.measure_unit", row, column.key, cell.text)
            return NOT_READ
        return code

    def unit_code(self, text: str) -> str | None:
        """The code of the unit of measurement that a word means."""
        said = spaced(text)
        if said in self.measures.units:
            return said
        meanings = self.measures.meanings(said)
        alike = [unit for unit in self.measures.units.values()
                 if any((one.dimension, one.factor) == (unit.dimension, unit.factor) for one in meanings)]  # fmt: skip
        keys = name_key(said)
        own = [
            unit
            for unit in alike
            if keys in {name_key(word) for word in (unit.code, unit.name_zh or "", unit.name_en or "", *unit.aliases)}
        ]
        return next((unit.code for unit in own or alike), None)

    def _number(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        return self.number(row, column.key, cell, None)

    def number(self, row: SheetRow, key: str, cell: Cell, measure_unit: str | None) -> Any:
        """The number in a cell in a unit of measurement, as plain digits."""
        read = read_quantity(cell, measure_unit, self.measures)
        if isinstance(read, Unreadable):
            self._unreadable(row, key, cell, read, measure_unit)
            return NOT_READ
        return plain(read.value)

    def _share(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        said = self.number(row, column.key, cell, "%")
        if said is NOT_READ:
            return NOT_READ
        # Nobody means less than one per cent here: 0.9 is the fraction.
        share = float(Decimal(said) / 100 if Decimal(said) > 1 else Decimal(said))
        if not 0 < share <= 1:
            self.find("workbook.share", row, column.key, cell.text)
            return NOT_READ
        return share

    def amount(self, row: SheetRow, key: str, cell: Cell, measure_unit: str | None) -> Amount | None:
        """The amount in a cell, with what it says of how it is to be compared."""
        read = read_amount(cell, measure_unit, self.measures)
        if isinstance(read, Unreadable):
            self._unreadable(row, key, cell, read, measure_unit)
            return None
        return read

    def _unreadable(self, row: SheetRow, key: str, cell: Cell, read: Unreadable, measure_unit: str | None) -> None:
        text = f"{cell.text} (%)" if cell.kind == PERCENT else cell.text
        self.find(read.rule_id, row, key, text, **({"unit": measure_unit or "-"} | dict(read.facts)))

    def _ref(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        found = self.named(row, column, cell.text)
        return NOT_READ if found is None else found

    def _refs(self, row: SheetRow, column: Column, cell: Cell) -> Any:
        found = [self.named(row, column, name) for name in self.names.split(column.table or "", cell.text)]
        return NOT_READ if None in found else list(dict.fromkeys(found))

    def named(self, row: SheetRow, column: Column, text: str) -> str | None:
        """The id that a name means; a finding where nobody bears it, or several do."""
        if column.key in row.chosen:
            return row.chosen[column.key]
        table = column.table or ""
        ids = self.names.ids(table, text)
        if not ids and table == "unit":
            # 教育部牵头: what a unit does there, the column says; one that only supports leads nothing.
            said = _DOES if column.key == "lead" else _DOES_ANYTHING
            ids = self.names.ids(table, said.sub("", text))
        if len(ids) == 1:
            return ids[0]
        known = sheet_of(table) if table in sheet_tables() else None
        sheet_zh, sheet_en = known.name if known else ("方案和文件", "Programme and documents")
        if ids:
            self.find("workbook.ref.several", row, column.key, text)
        else:
            near = "、".join(self.names.near(table, text)) or "-"
            self.find("workbook.ref.unknown", row, column.key, text, sheet_zh=sheet_zh, sheet_en=sheet_en, near=near)
        return None
