"""What stands in the template of a centre's annual report: its facts, last year's values, every datum and text."""

from __future__ import annotations

from pathlib import Path

from metrics.catalog import load_catalog
from metrics.periods import Period
from pipelines.archive import Archive
from pipelines.centre_register import DATA, Centre, CentreRegister
from pipelines.centre_reports.book import CentreBook, read_centre_book
from pipelines.centre_reports.named import find_centre, find_year
from pipelines.lookup import Item
from pipelines.readers.table import Row
from pipelines.readers.workbook import WorkbookReader
from pipelines.register import Register, read_register
from pipelines.reports.history import History, read_histories
from pipelines.reports.report import ReceivedReport
from pipelines.sources.received import CENTRE_REPORT, report_form
from pipelines.template.blank import FIRST_ROW_COLUMNS, Template, TemplateRow, Value

OPEN_COLUMNS = {DATA: ("actual_value", "note")}
NARRATIVE_COLUMNS = ("statement", "note")


def make_centre_template(raw_folder: Path, centre_text: str, year_text: str, with_sample: bool) -> Template:
    """The template of a centre (by name, former name or id) for a year.

    Raises:
        UnknownName: when the centre is unknown, with the names nearest to it, or the year is none of its life.
    """
    register = read_register(raw_folder, load_catalog(), with_sample)
    centre = find_centre(register.centres, centre_text)
    period = find_year(centre, year_text)
    archive = Archive(raw_folder)
    receipts = archive.receipts()
    book = read_centre_book(archive, receipts, archive.steps(), with_sample=False)
    history = _history(archive, book, centre, period, register, with_sample)
    version = book.standing((centre.centre_id, period.period_id)).version + 1
    rows = [
        _row(item, centre, period, version, number == 0, register.centres, history)
        for number, item in enumerate(register.centres.items.values())
    ]
    programme = next(p for p in register.catalog.programmes if p.id == centre.programme_id)
    title = f"{centre.name} {period.year}年度报告 · Annual report {period.year}"
    return Template(
        report_form(CENTRE_REPORT), programme, centre.centre_id, centre.name, centre.name, period, title, rows,
        _facts(centre), history.is_sample,
    )  # fmt: skip


def _history(
    archive: Archive, book: CentreBook, centre: Centre, period: Period, register: Register, with_sample: bool
) -> History:
    key = (centre.programme_id, period.period_id, centre.centre_id)
    form = report_form(CENTRE_REPORT)
    asked: Row = dict(zip(form.key_columns, key, strict=True))
    counted = book.counted(archive.receipts())
    with WorkbookReader() as workbooks:
        histories = read_histories(
            archive, counted, ReceivedReport("", rows=[asked], form=form), register, workbooks, with_sample
        )
    return next((history for history in histories if history.values), History())


def _row(
    item: Item, centre: Centre, period: Period, version: int, is_first: bool, register: CentreRegister,
    history: History,
) -> TemplateRow:  # fmt: skip
    entry = register.catalog_items[item.item_id]
    values: dict[str, Value] = dict.fromkeys(report_form(CENTRE_REPORT).columns)
    values |= {
        "programme_id": centre.programme_id,
        "centre_name": centre.name,
        "period_id": period.period_id,
        "version": str(version),
        "is_nil": "否" if is_first else None,
        "item_kind": item.kind,
        "item_id": item.item_id,
        "item_name": item.name_zh,
        "measure_unit": item.measure_unit,
        "last_value": history.year_before(period.period_id, item.item_id),
    }
    open_columns = OPEN_COLUMNS.get(item.kind, NARRATIVE_COLUMNS) + (FIRST_ROW_COLUMNS if is_first else ())
    return TemplateRow(item, values, open_columns, f"{entry.definition.zh}\n{entry.definition.en}")


def _facts(centre: Centre) -> tuple[str, ...]:
    named = {"牵头单位 Lead": centre.facts.get("lead_unit"), "所在地 City": centre.facts.get("city"),
             "领域 Field": centre.facts.get("field"),
             "启动建设 Started": centre.started_on.isoformat() if centre.started_on else None}  # fmt: skip
    return tuple(f"{name}: {value or '—'}" for name, value in named.items())
