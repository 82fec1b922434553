"""The meaning of a report's cells: days, rounds, answers, items and numbers, each with its place when it has none."""

from __future__ import annotations

from expectations.result import Finding
from expectations.runner import FILE_COLUMN, ROW_COLUMN, SHEET_COLUMN
from pipelines.lookup import Item, Lookup
from pipelines.readers.dates import read_day, read_period
from pipelines.readers.encoding import is_garbled
from pipelines.readers.grid import EMPTY, OTHER, PERCENT, Cell, Grid, column_letter
from pipelines.readers.notes import Note
from pipelines.readers.quantities import FULL_WIDTH, Unreadable, plain, read_in_unit
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.reports.header import Header, statements
from pipelines.reports.lines import ReportLine, read_lines
from pipelines.reports.settlement import settle
from pipelines.sources.received import ReportForm, header_key

_HOW = {
    "full_width": ("全角转半角", "full-width to plain"),
    "grouped": ("去千分位", "thousands separators removed"),
    "unit": ("换算单位", "unit converted"),
    "percent": ("百分数格式", "shown as a percentage"),
}


class ReportCells:
    """Reads the rows of one grid; `findings` and `notes` fill up on the way."""

    def __init__(self, file: str, grid: Grid, header: Header, form: ReportForm, lookup: Lookup) -> None:
        self.file, self.grid, self.header, self.form, self.lookup = file, grid, header, form, lookup
        self.findings: list[Finding] = []
        self.notes: list[Note] = []
        self._header_unit = header.unit if header.unit and lookup.measures.is_known(header.unit) else None
        self._unit = self._header_unit
        self._row: int | None = None

    def read(self) -> list[Row]:
        """The rows as text by canonical column: numbers in plain digits and the item's unit, days in ISO form."""
        self._look_at_header()
        lines = read_lines(self.grid, self.header, self.form, self.file)
        self.findings += lines.findings
        for hidden in self._hidden_columns(lines.rows):
            self._find("column.hidden", self.header.number, hidden)
        whole = self._whole_report(lines.rows)
        items = [line for line in lines.rows if line.cells.get("item_id") or line.cells.get("item_name")]
        rows = [self._item_row(line) for line in items]
        if not lines.rows:
            if not lines.findings:
                self._find("table.empty", self.header.number)
            return []
        settled = settle(whole, rows, items, lines.rows[0].number, self.form, self.lookup)
        unread = {finding.column_name for finding in self.findings}
        for rule_id, row, column, value, facts in settled.problems:
            # A cell that could not be read is not an empty one.
            if rule_id != "cell.required" or self.header.words.get(column or "") not in unread:
                self._find(rule_id, row, column, value, **facts)
        for column, received, read, how in settled.notes:
            self._row = None
            self._note(column, received, read, how)
        return [{**row, FILE_COLUMN: self.file, SHEET_COLUMN: self.grid.sheet} for row in settled.rows]

    def _find(self, rule_id: str, row: int | None, column: str | None = None, value: str | None = None,
              **facts: object) -> None:  # fmt: skip
        words = self.header.words.get(column, self.form.title(column)) if column in self.form.headers else column
        self.findings.append(
            reading_finding(rule_id, self.file, row, words, sheet=self.grid.sheet, value=value, **facts)
        )

    def _note(self, column: str, received: str, read: str, how: str) -> None:
        zh, en = _HOW.get(how, (how.partition(" · ")[0], how.partition(" · ")[2]))
        words = self.header.words.get(column, self.form.title(column))
        self.notes.append(Note(self.grid.sheet, self._row, words, received, read, zh, en))

    def _look_at_header(self) -> None:
        known = "、".join(self.form.title(column) for column in self.form.columns)
        if self.grid.is_hidden:
            self._find("sheet.hidden", None)
        for words in self.header.unknown.values():
            self._find("header.unknown", self.header.number, words, columns=known)
        for words in self.header.repeated:
            self._find("header.repeated", self.header.number, words)
        stated = {column for column, *_ in statements(self.grid.lines[: self.header.first], self.form)}
        for column in self.form.required:
            if self.header.index(column) is None and column not in stated:
                self._find("header.missing", self.header.number, column)

    def _hidden_columns(self, rows: list[ReportLine]) -> list[str]:
        # What the sender did not see is not taken for what the sender says.
        hidden = {self.header.columns.get(index) for index in self.grid.hidden_columns}
        return [column for column in self.form.said if column in hidden and any(row.cells.get(column) for row in rows)]

    def _whole_report(self, lines: list[ReportLine]) -> Row:
        """What holds for the whole report: its title lines and its first row say it, the rest agrees or is empty."""
        first: dict[str, tuple[str | None, str]] = {}
        for column, line, _, cell in statements(self.grid.lines[: self.header.first], self.form):
            self._row = line.number
            if column == "measure_unit":
                self._unit = cell.text if self.lookup.measures.is_known(cell.text) else self._unit
            else:
                self._agree(first, column, cell)
        for row in lines:
            self._row = row.number
            for column in self.form.report_columns:
                if cell := row.cells.get(column, EMPTY):
                    self._agree(first, column, cell)
        whole: Row = dict.fromkeys(self.form.report_columns)
        whole.update({column: read for column, (read, _) in first.items()})
        return whole

    def _agree(self, first: dict[str, tuple[str | None, str]], column: str, cell: Cell) -> None:
        if column in first and first[column][1] == cell.text:
            return
        if (
            column == self.form.subject_column
            and column in first
            and self._is_same_subject(str(first[column][0]), cell.text)
        ):
            return
        read = self._of_report(column, cell, is_first=column not in first)
        if column not in first:
            first[column] = (read, cell.text)
        elif read != first[column][0]:
            self._find("cell.different", self._row, column, cell.text, first=first[column][1])

    def _is_same_subject(self, name: str, other: str) -> bool:
        subject_id = self.lookup.subject_id(name)
        return subject_id is not None and subject_id == self.lookup.subject_id(other)

    def _of_report(self, column: str, cell: Cell, *, is_first: bool) -> str | None:
        text = self._text(column, cell)
        if column == "submitted_on":
            day = read_day(cell)
            if day is None:
                self._find("date.unreadable", self._row, column, cell.text)
                return None
            read: str | None = day.isoformat()
        elif column == "period_id":
            period = read_period(cell)
            if period is None:
                self._find("period.unreadable", self._row, column, cell.text)
                return None
            read = period.period_id
        elif column == "is_nil":
            return self._answer(column, cell)
        elif column == "programme_id":
            read = self.lookup.programme_id(text) or text
        else:
            return text
        if read != cell.text and is_first:
            self._note(column, cell.text, str(read), "统一写法 · written in one form")
        return read

    def _text(self, column: str, cell: Cell) -> str:
        if cell.kind == OTHER:
            self._find("cell.error", self._row, column, cell.text)
        elif cell.kind == PERCENT:
            self._find("cell.text", self._row, column, cell.text)
        elif is_garbled(cell.text):
            self._find("cell.garbled", self._row, column, cell.text)
        return cell.text

    def _answer(self, column: str, cell: Cell) -> str | None:
        if not cell:
            return None
        read = self.form.answers[column].get(header_key(cell.text))
        if read is None:
            self._find("cell.value.known", self._row, column, cell.text,
                       values="、".join(dict.fromkeys(self.form.answers[column].values())))  # fmt: skip
        elif read != cell.text:
            self._note(column, cell.text, read, "统一写法 · written in one form")
        return read

    def _item_row(self, line: ReportLine) -> Row:
        self._row = line.number
        cells = line.cells
        code = cells.get("item_id", EMPTY).text.translate(FULL_WIDTH).strip().lower() or None
        row: Row = {
            column: self._text(column, cell) if (cell := cells.get(column)) else None for column in self.form.texts
        }
        item = self.lookup.item(code, str(row["item_name"]) if row["item_name"] else None)
        row |= {column: self._answer(column, cells.get(column, EMPTY)) for column in self.form.item_answers}
        row |= {"item_id": item.item_id if item else code, ROW_COLUMN: line.number}
        if item is not None:
            self._look_at_item(item, code, row, cells)
        row |= self._numbers(cells, item)
        return row | self._place(line)

    def _place(self, line: ReportLine) -> Row:
        """Where the figure of a line stands and how it is written there."""
        index = self.header.index("actual_value")
        text = line.cells.get("actual_value", EMPTY).text
        if index is None or not text:
            return dict.fromkeys(("value_text", "unit_text", "value_column", "value_cell"))
        unit = line.cells.get("measure_unit", EMPTY).text or self._unit
        cell = f"{column_letter(index)}{line.number}"
        column = self.header.words["actual_value"]
        return {"value_text": text, "unit_text": unit, "value_column": column, "value_cell": cell}

    def _look_at_item(self, item: Item, code: str | None, row: Row, cells: dict[str, Cell]) -> None:
        if code is None:
            self._note("item_id", str(row["item_name"]), item.item_id, "由名称确定编码 · code found by name")
        elif row["item_name"] and row["item_name"] not in (item.name_zh, item.name_en):
            other = self.lookup.item(None, str(row["item_name"]))
            if other is not None:
                self._find("item.mismatch", self._row, "item_id", code, named=item.name_zh)
        if row["item_kind"] is None:
            row["item_kind"] = item.kind
        elif row["item_kind"] != item.kind:
            self._find("item.kind", self._row, "item_kind", cells["item_kind"].text, kind=item.kind)

    def _numbers(self, cells: dict[str, Cell], item: Item | None) -> Row:
        stated = self._stated_unit(cells)
        wanted = item.measure_unit if item else stated
        units = dict.fromkeys(self.form.in_item_unit, (stated, wanted)) | dict.fromkeys(
            self.form.percentages, ("%", "%")
        )
        row: Row = {
            column: self._number(column, cell, *units.get(column, (None, None)))
            if (cell := cells.get(column))
            else None
            for column in self.form.numbers
        }
        return row | {"measure_unit": wanted or stated}

    def _stated_unit(self, cells: dict[str, Cell]) -> str | None:
        stated = cells.get("measure_unit", EMPTY).text.translate(FULL_WIDTH).strip()
        if not stated:
            return self._unit
        if self._header_unit and self.lookup.measures.conversion(stated, self._header_unit) != 1:
            self._find("cell.unit", self._row, "measure_unit", stated, unit=self._header_unit)
        return stated

    def _number(self, column: str, cell: Cell, stated: str | None, wanted: str | None) -> str | None:
        read = read_in_unit(cell, stated, wanted, self.lookup.measures)
        if isinstance(read, Unreadable):
            facts = {"unit": wanted or stated or "-"} | dict(read.facts)
            self._find(read.rule_id, self._row, column, cell.text, **facts)
            return None
        for how in read.how:
            into = f" {wanted}" if how == "unit" else ""
            self._note(column, f"{cell.text}{' ' + stated if how == 'unit' and stated else ''}",
                       plain(read.value) + into, how)  # fmt: skip
        return plain(read.value)
