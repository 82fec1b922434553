"""An office from an empty folder on, by commands alone: its workbook, its rounds, the templates that it hands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from docx import Document

from pipelines.sources.received import report_form
from tests.offices.cells import Book
from tests.offices.lived import LivedOffice

ITEMS = {"指标", "Indicator", "任务", "Task"}
ANSWERS = {
    "zh": {"task_status": "推进中", "progress": "按计划推进。", "problems": "无", "next_steps": "继续推进。"},
    "en": {"task_status": "In progress", "progress": "As planned.", "problems": "none", "next_steps": "Going on."},
}


class Journey(LivedOffice):
    """An office that nothing was laid down for; its clock stands where its story is."""

    def __init__(self, folder: Path, moment: str, languages: str, *said: str) -> None:
        self._lies_in(folder)
        self.moment, self.language, self.count = moment, languages.partition(",")[0], 0
        self.run("init", self.data, "--language", languages, *said)

    def _lies_in(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "office"

    def confirm_time(self) -> None:
        """Who acts says so by the command itself."""

    def acts(self, *command: object, fails: bool = False) -> str:
        """A command that leaves a record: by somebody who confirms the time, as an office does after a rest."""
        return self.run(*command, "--by", self.said("李四"), "--confirm-time", fails=fails)

    def enter(self, workbook: Path, reason: str, fails: bool = False) -> str:
        """A programme's workbook checked, previewed and published."""
        return self.acts("programme", "receive", workbook, "--reason", reason, "--yes", fails=fails)

    def taken_out(self, programme: str) -> Book:
        """The workbook of a programme with what holds today."""
        self.count += 1
        path = self.folder / f"out-{self.count}.xlsx"
        self.run("programme", "template", programme, "--out", path)
        return Book(path)

    def send_back(self, book: Book, reason: str, fails: bool = False) -> str:
        """A workbook that was changed, entered again."""
        return self.enter(book.save(book.path.with_suffix(".changed.xlsx")), reason, fails=fails)

    def template(self, unit: str, period: str) -> Path:
        """The blank form of a unit for a round, as it is handed out."""
        self.count += 1
        path = self.folder / f"form-{self.count}.xlsx"
        self.run("template", unit, period, "--out", path)
        return path

    def send(self, unit: str, period: str, day: str, values: Mapping[str, object], tasks: Sequence[str] = ()) -> str:
        """A report on the form that the unit was handed; what is said at its receipt."""
        form = self.template(unit, period)
        report = filled(form, form.with_suffix(".filled.xlsx"), day, values, tasks)
        return self.acts("receive", report)

    def round(self, step: str, programme: str, period: str, *unit: str, **said: object) -> str:
        """A step of a round, loaded at once."""
        options = [part for name, value in said.items() for part in (f"--{name}", value)]
        return self.acts("round", step, programme, period, *unit, *options)

    def bulletin(self, programme: str, period: str, *more: str) -> str:
        """The words of a round's bulletin, cells of tables too."""
        self.count += 1
        path = self.folder / f"bulletin-{self.count}.docx"
        self.run("bulletin", programme, period, "--out", path, *more)
        return words(path)

    def target(self, indicator: str) -> str:
        """The id that the first target of an indicator was given."""
        rows = self.export("targets")
        return next(row["target_id"] for row in rows if row[f"indicator_name_{self.language}"] == indicator)

    def figures(self, period: str, unit: str = "") -> dict[str, tuple[float | None, str, str]]:
        """Indicator → actual, how exact, status: what the export says of a round, of the whole or of a unit."""
        rows = [row for row in self.export("attainment") if (row["period_id"], row["unit_name"]) == (period, unit)]
        return {
            row[f"indicator_name_{self.language}"]: (float(row["actual_value"]) if row["actual_value"] else None, row["qualifier"], row["status"])
            for row in rows
        }  # fmt: skip


def asked(form: Path) -> dict[str, int]:
    """What a form asks about → its row."""
    columns = report_form().columns
    kind, name = columns.index("item_kind"), columns.index("item_name")
    rows = next(iter(Book(form).grids.values()))
    return {str(row[name]): number for number, row in enumerate(rows) if row[kind] in ITEMS}


def filled(form: Path, out: Path, day: str, values: Mapping[str, object], tasks: Sequence[str] = ()) -> Path:
    """The very form with its white cells filled in: values by indicator (a pair says its unit of measurement too)."""
    columns, rows, book = report_form().columns, asked(form), Book(form)
    sheet = book.sheets[0]
    language = (
        "en" if book.grids[sheet][min(rows.values())][columns.index("item_kind")] in ("Indicator", "Task") else "zh"
    )
    book.put(sheet, min(rows.values()), columns.index("submitted_on"), day)
    for name, value in values.items():
        figure, unit = value if isinstance(value, tuple) else (value, None)
        book.put(sheet, rows[name], columns.index("actual_value"), figure)
        if unit:
            book.put(sheet, rows[name], columns.index("measure_unit"), unit)
    for task in tasks:
        for column, answer in ANSWERS[language].items():
            book.put(sheet, rows[task], columns.index(column), answer)
    return book.save(out)


def words(path: Path) -> str:
    """Every paragraph and cell of a Word file."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
