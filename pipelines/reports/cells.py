"""The meaning of a report's cells: days, rounds, answers, items and numbers, each with its place when it has none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from expectations.result import Finding
from expectations.runner import FILE_COLUMN, ROW_COLUMN, SHEET_COLUMN
from metrics.office import office_in_force
from metrics.periods import MONTH, Period
from metrics.sentences import LANGUAGES, Bilingual, listed
from pipelines.lookup import Item, Lookup
from pipelines.readers.dates import read_day, read_period, titled_periods
from pipelines.readers.encoding import is_garbled
from pipelines.readers.grid import EMPTY, OTHER, PERCENT, Cell, Grid, Line, column_letter
from pipelines.readers.keys import name_key, spaced, squeezed
from pipelines.readers.letters import LOWERED, MARK_RULES, RAISED, ROUNDED
from pipelines.readers.notes import Note
from pipelines.readers.quantities import FULL_WIDTH, Unreadable, plain, read_in_unit
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.reports.header import Header, bracketed_unit, statements
from pipelines.reports.lines import ReportLine, read_lines
from pipelines.reports.outside import AGAIN
from pipelines.reports.settlement import settle
from pipelines.sources.received import ReportForm, header_key

_HOW = {
    "full_width": ("全角转半角", "full-width to plain"),
    "grouped": ("去千分位", "thousands separators removed"),
    "unit": ("换算单位", "unit converted"),
    "point_first": ("补写小数点前的0", "a zero before the decimal point"),
    "percent": ("百分数格式", "shown as a percentage"),
}


_SCHEME = re.compile(r"(?:https?://|mailto:)")
_BLANK = "没有列名的空列，未读取 · a column without a name, not read"
_PASSED_OVER = "表外文字，未作为数据 · words outside the table, not read as data"
_HEADER_AGAIN = "重复的表头，未作为数据 · the header again, not read as data"
# A raised or lowered letter is a note's number or a part of the word: m³, PM₂.₅. Where it is a note's, nothing matches.
_WORDS = {"item_name", "measure_unit"}


class ReportCells:
    """Reads the rows of one grid; `findings` and `notes` fill up on the way."""

    def __init__(self, file: str, grid: Grid, header: Header, form: ReportForm, lookup: Lookup) -> None:
        self.file, self.grid, self.header, self.form, self.lookup = file, grid, header, form, lookup
        self.findings: list[Finding] = []
        self.notes: list[Note] = []
        self._title_units: list[tuple[Line, str]] = []
        self._row: int | None = None

    def read(self) -> list[Row]:
        """The rows as text by canonical column: numbers in plain digits and the item's unit, days in ISO form."""
        self._look_at_header()
        lines = read_lines(self.grid, self.header, self.form, self.lookup, self.file)
        self.findings += lines.findings
        for hidden in self._hidden_columns(lines.rows):
            self._find("column.hidden", self.header.number, hidden)
        for line_read in lines.rows:
            self._look_at_links(line_read)
            self._look_at_letters(line_read)
        for line, kind in lines.passed:
            self._pass_over(line, kind)
        below = [line for line, kind in lines.passed if kind != AGAIN]
        self._look_for_columns(below)
        whole = self._whole_report(lines.rows, below)
        self._look_at_title_units(lines.rows)
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
            is_echo = rule_id == "report.blank" and any(f.rule_id in MARK_RULES.values() for f in self.findings)
            is_echo |= rule_id == "cell.required" and self.header.words.get(column or "") in unread
            if not is_echo:
                self._find(rule_id, row, column, value, **facts)
        for column, received, read, how in settled.notes:
            self._row = None
            self._note(column, received, read, how)
        return [{**row, FILE_COLUMN: self.file, SHEET_COLUMN: self.grid.sheet} for row in settled.rows]

    def _find(self, rule_id: str, row: int | None, column: str | None = None, value: str | None = None,
              severity: str = "error", **facts: Any) -> None:  # fmt: skip
        words = self._title(column) if column in self.form.headers else column
        finding = reading_finding(rule_id, self.file, row, words, sheet=self.grid.sheet, value=value, **facts)
        self.findings.append(replace(finding, severity=severity))

    def _title(self, column: str) -> str:
        """What a column is called in the file or, where it has none, in the office's language."""
        return self.header.words.get(column) or self.form.title(column, office_in_force().languages[0])

    def _note(self, column: str, received: str, read: str, how: str) -> None:
        zh, en = _HOW.get(how, (how.partition(" · ")[0], how.partition(" · ")[2]))
        words = self._title(column)
        self.notes.append(Note(self.grid.sheet, self._row, words, received, read, zh, en))

    def _look_at_header(self) -> None:
        known = listed(self.form.words(column) for column in self.form.columns)
        if self.grid.is_hidden:
            self._find("sheet.hidden", None)
        for index in self._blank_columns():
            zh, _, en = _BLANK.partition(" · ")
            self.notes.append(Note(self.grid.sheet, self.header.number, column_letter(index), "", "-", zh, en))
        for words in self.header.unknown.values():
            self._find("header.unknown", self.header.number, words, columns=known)
        for words in self.header.repeated:
            self._find("header.repeated", self.header.number, words)
        for line in self.grid.lines[self.header.first : self.header.last + 1]:
            for index, cell in line.filled():
                if cell.mark in MARK_RULES and index in self.header.columns:
                    self._find(MARK_RULES[cell.mark], line.number, self.header.columns[index], cell.text)

    def _blank_columns(self) -> list[int]:
        """The columns under no word of the header, in a text that has room for them."""
        placed = {*self.header.columns, *self.header.ignored, *self.header.unknown}
        named = len(self.header.columns) + len(self.header.ignored) + len(self.header.unknown)
        is_some = self.grid.is_ragged and named + len(self.header.repeated) < self.header.width
        return [index for index in range(self.header.width) if index not in placed] if is_some else []

    def _look_for_columns(self, below: list[Line]) -> None:
        stated = {column for column, *_ in self._statements([*self.grid.lines[: self.header.first], *below])}
        stated |= {"submitted_on" for line in below if _day_alone(line) is not None}
        for columns in self.form.required:
            if not any(self.header.index(column) is not None or column in stated for column in columns):
                self._find("header.missing", self.header.number, columns[0])

    def _statements(self, lines: list[Line]) -> list[tuple[str, Line, int, Cell]]:
        return list(statements(lines, self.form, self.lookup))

    def _look_at_letters(self, row: ReportLine) -> None:
        """Names the cells whose letters say something else than they spell, and reads nothing from them."""
        for column, cell in row.cells.items():
            if cell.mark not in MARK_RULES or column not in self.form.columns:
                continue
            is_free = column in self.form.narratives
            if cell.mark in (RAISED, LOWERED) and (is_free or column in _WORDS):
                continue
            self._find(MARK_RULES[cell.mark], row.number, column, cell.text)
            row.cells[column] = EMPTY

    def _look_at_links(self, row: ReportLine) -> None:
        """Says where a hyperlink leads that shows other words; nobody follows it."""
        for index, column in self.header.columns.items():
            target = self.grid.links.get((row.number - 1, index))
            text = row.cells[column].text
            if target is not None and text and not (target and _bare(target) in _bare(text)):
                self._find("cell.link", row.number, column, text, severity="warn", detail=target or "-")

    def _pass_over(self, line: Line, kind: str) -> None:
        self._row = line.number
        words = "　".join(cell.text for _, cell in line.filled())
        zh, _, en = (_HEADER_AGAIN if kind == AGAIN else _PASSED_OVER).partition(" · ")
        self.notes.append(Note(self.grid.sheet, line.number, None, words, "-", zh, en))

    def _hidden_columns(self, rows: list[ReportLine]) -> list[str]:
        # What the sender did not see is not taken for what the sender says.
        hidden = {self.header.columns.get(index) for index in self.grid.hidden_columns}
        return [column for column in self.form.said if column in hidden and any(row.cells.get(column) for row in rows)]

    def _whole_report(self, lines: list[ReportLine], below: list[Line]) -> Row:
        """What holds for the whole report: its title lines and its first row say it, the rest agrees or is empty.

        What is signed off under the table counts like a title line; a day that stands there alone is the day of the
        report, where no other is given.
        """
        first: dict[str, tuple[str | None, str]] = {}
        for column, line, index, cell in self._statements([*self.grid.lines[: self.header.first], *below]):
            self._row = line.number
            if cell.mark in MARK_RULES:
                self._find(MARK_RULES[cell.mark], line.number, column_letter(index), cell.text)
            elif column == "measure_unit":
                unit = spaced(cell.text)
                self._title_units += [(line, unit)] if self.lookup.measures.is_known(unit) else []
            else:
                self._agree(first, column, cell)
        for row in lines:
            self._row = row.number
            for column in self.form.report_columns:
                if cell := row.cells.get(column, EMPTY):
                    self._agree(first, column, cell)
        for line in below:
            day = _day_alone(line)
            if day is not None and "submitted_on" not in first:
                self._row = line.number
                self._agree(first, "submitted_on", day)
        whole: Row = dict.fromkeys(self.form.report_columns)
        whole.update({column: read for column, (read, _) in first.items()})
        self._look_at_titles(first["period_id"][0] if "period_id" in first else None)
        return whole

    def _look_at_titles(self, period_id: str | None) -> None:
        """Names a title that speaks of another round than the report says: nobody knows which was meant."""
        above = self.grid.lines[: self.header.first]
        stated = {(line.number, index) for column, line, index, _ in self._statements(above) if column == "period_id"}
        begins = self.lookup.year_begins
        is_of_months = period_id is not None and Period.parse(period_id).kind == MONTH
        titles = [
            (line, cell.text, periods)
            for line in above
            for index, cell in line.filled()
            if (line.number, index) not in stated
            and (periods := titled_periods(cell.text, begins, with_months=is_of_months))
        ]
        named = sorted({period.period_id for *_, periods in titles for period in periods})
        if period_id is not None and named and period_id not in named:
            line, text, _ = titles[0]
            self._find("title.round", line.number, None, text, titled="、".join(named), period=period_id)

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
            period = read_period(cell, self.lookup.year_begins)
            if period is None:
                self._find("period.unreadable", self._row, column, cell.text)
                return None
            read = period.period_id
        elif column == "is_nil":
            return self._answer(column, cell)
        elif column == "programme_id":
            read = self.lookup.programme_id(text) or text
        elif column == self.form.subject_column and squeezed(text) != text:
            subject_id = self.lookup.subject_id(text)
            read = text if subject_id is None else self.lookup.subject_name(subject_id)
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
        choices = [
            Bilingual(*words) for words in zip(*(self.form.choices(column, one) for one in LANGUAGES), strict=True)
        ]
        read = self.form.answers[column].get(header_key(cell.text))
        if read is None:
            self._find("cell.value.known", self._row, column, cell.text, values=listed(choices))
        elif all(cell.text not in words for words in choices):
            self._note(column, cell.text, read, "统一写法 · written in one form")
        return read

    def _item_row(self, line: ReportLine) -> Row:
        self._row = line.number
        cells = line.cells
        code = cells.get("item_id", EMPTY).text.translate(FULL_WIDTH).strip().lower() or None
        row: Row = {
            column: self._text(column, cell) if (cell := cells.get(column)) else None for column in self.form.texts
        }
        name = str(row["item_name"]) if row["item_name"] else None
        item = self.lookup.item(code, name)
        row |= {column: self._answer(column, cells.get(column, EMPTY)) for column in self.form.item_answers}
        # A code that nobody knows is shown as it was written.
        row |= {"item_id": item.item_id if item else code and cells["item_id"].text, ROW_COLUMN: line.number}
        if item is not None:
            self._look_at_item(item, code, row, cells)
            if name is None and self.header.index("item_name") is None:
                row["item_name"] = item.name_zh
                self._note("item_name", str(code), item.name_zh, "由编码确定名称 · name found by code")
        elif code is None and name is not None:
            self._find("item.unknown", line.number, "item_name", name)
        row |= self._numbers(cells, item)
        return row | self._place(line)

    def _place(self, line: ReportLine) -> Row:
        """Where the figure of a line stands and how it is written there."""
        index = self.header.index("actual_value")
        text = line.cells.get("actual_value", EMPTY).text
        if index is None or not text:
            return dict.fromkeys(("value_text", "unit_text", "value_column", "value_cell"))
        unit = line.cells.get("measure_unit", EMPTY).text or self._stated_unit(line.cells, "actual_value")
        cell = f"{column_letter(index)}{line.number}"
        column = self.header.words["actual_value"]
        return {"value_text": text, "unit_text": unit, "value_column": column, "value_cell": cell}

    def _look_at_item(self, item: Item, code: str | None, row: Row, cells: dict[str, Cell]) -> None:
        if code is None:
            self._note("item_id", str(row["item_name"]), item.item_id, "由名称确定编码 · code found by name")
        elif row["item_name"] and name_key(str(row["item_name"])) not in map(name_key, (item.name_zh, item.name_en)):
            other = self.lookup.item(None, str(row["item_name"]))
            if other is not None and other.item_id != item.item_id:
                self._find("item.mismatch", self._row, "item_id", code, named=item.name_zh)
        if row["item_kind"] is None:
            row["item_kind"] = item.kind
        elif row["item_kind"] != item.kind:
            self._find("item.kind", self._row, "item_kind", cells["item_kind"].text, kind=item.kind)

    def _numbers(self, cells: dict[str, Cell], item: Item | None) -> Row:
        row: Row = {}
        for column in self.form.numbers:
            cell = cells.get(column)
            stated, wanted = None, None
            if column in self.form.percentages:
                stated = wanted = "%"
            elif column in self.form.in_item_unit:
                stated = self._stated_unit(cells, column)
                wanted = item.measure_unit if item else stated
                if cell:
                    self._look_at_units(column, cells)
            row[column] = self._number(column, cell, stated, wanted) if cell else None
        stated = self._stated_unit(cells, self.form.in_item_unit[0])
        return row | {"measure_unit": (item.measure_unit if item else None) or stated}

    def _units(self, column: str, cells: dict[str, Cell]) -> dict[str, str]:
        """Every unit that is stated for the number in `column`: by its row, its name, its header, the title."""
        named = {
            "measure_unit": spaced(cells.get("measure_unit", EMPTY).text),
            "item_name": bracketed_unit(cells.get("item_name", EMPTY).text, self.lookup.measures) or "",
            column: self.header.units.get(column, ""),
            "title": self._title_units[0][1] if self._title_units else "",
        }
        return {place: unit for place, unit in named.items() if unit}

    def _differ(self, unit: str, other: str) -> bool:
        return self.lookup.measures.conversion(unit, other) != 1

    def _stated_unit(self, cells: dict[str, Cell], column: str) -> str | None:
        return next(iter(self._units(column, cells).values()), None)

    def _look_at_units(self, column: str, cells: dict[str, Cell]) -> None:
        """Two units for one number leave it open which of them it is in; of title and header it is said once."""
        units = self._units(column, cells)
        place, stated = next(iter(units.items()), ("", ""))
        other = next((unit for unit in units.values() if self._differ(unit, stated)), None)
        if other is not None and place in ("measure_unit", "item_name"):
            self._find("cell.unit", self._row, place, stated, unit=other)

    def _look_at_title_units(self, rows: list[ReportLine]) -> None:
        """Names a title line whose unit another one, or the header of filled-in numbers, contradicts."""
        in_header = [self.header.units[column] for column in self.form.in_item_unit if column in self.header.units
                     and any(row.cells.get(column) for row in rows)]  # fmt: skip
        said = [*in_header, *(unit for _, unit in self._title_units)]
        for line, unit in self._title_units:
            other = next((one for one in said if self._differ(one, unit)), None)
            if other is not None:
                self._find("cell.unit", line.number, None, unit, unit=other)
                return

    def _number(self, column: str, cell: Cell, stated: str | None, wanted: str | None) -> str | None:
        if cell.mark == ROUNDED:
            self._note(column, cell.text, cell.text, "按工作表所示的位数 · in the decimals that the sheet shows")
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


def _bare(address: str) -> str:
    # Spreadsheets complete what was typed: www.a.cn leads to http://www.a.cn/.
    return _SCHEME.sub("", unquote(address).strip().casefold()).rstrip("/")


def _day_alone(line: Line) -> Cell | None:
    filled = [cell for _, cell in line.filled()]
    return filled[0] if len(filled) == 1 and read_day(filled[0]) is not None else None
