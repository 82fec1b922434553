"""What stands in the template of a unit's report: its indicators and tasks, targets and last values."""

from __future__ import annotations

from pathlib import Path

from metrics.catalog import load_catalog
from metrics.catalog.models import Programme, Unit
from metrics.periods import Period
from pipelines.archive import Archive
from pipelines.lookup import Item
from pipelines.readers.dates import read_period
from pipelines.readers.grid import Cell
from pipelines.readers.table import Row
from pipelines.readers.workbook import WorkbookReader
from pipelines.register import INDICATOR, TASK, Register, read_register
from pipelines.reports.history import History, read_histories
from pipelines.reports.report import ReceivedReport
from pipelines.rounds.book import read_book
from pipelines.sources.received import report_form
from pipelines.template.blank import FIRST_ROW_COLUMNS, NoTemplate, Template, TemplateRow, Value

# The columns that a clerk fills in, by kind of item; a ratio has its parts as well.
OPEN_COLUMNS = {
    INDICATOR: ("actual_value", "progress", "problems", "next_steps", "evidence"),
    TASK: ("task_status", "completion_pct", "progress", "problems", "next_steps", "evidence"),
}
RATIO_COLUMNS = ("numerator_value", "denominator_value")
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "annual_floor": "每年≥", "expectation": "预计"}


def make_template(
    raw_folder: Path, unit_text: str, period_text: str, programme_text: str | None, with_sample: bool
) -> Template:
    """The template for a unit (by id, name or alias) and a round.

    Raises:
        NoTemplate: when unit, round or programme is unknown, or more than one programme would do.
    """
    register = read_register(raw_folder, load_catalog(), with_sample)
    unit = _unit(register, unit_text)
    period = read_period(Cell(period_text))
    if period is None:
        raise NoTemplate(f"{period_text!r}: 请写成 2019H1 或 2019 / write the round as 2019H1 or 2019")
    programme = _programme(register, unit, period, programme_text)
    archive = Archive(raw_folder)
    receipts = archive.receipts()
    key = (programme.id, period.period_id, unit.id)
    book = read_book(archive, receipts, archive.steps(), register, with_sample=False)
    asked: Row = dict(zip(("programme_id", "period_id", "unit_id"), key, strict=True))
    with WorkbookReader() as workbooks:
        histories = read_histories(
            archive, book.counted(receipts), ReceivedReport("", rows=[asked]), register, workbooks, with_sample
        )
    history = next((history for history in histories if history.values), History())
    rows = [
        _row(item, programme, unit, period, book.standing(key).version + 1, number == 0, register, history)
        for number, item in enumerate(register.items_of_unit(unit.id, programme.id, period))
    ]
    words, period_id = programme.short_name, period.period_id
    half = {1: "上半年", 2: "下半年", None: ""}[period.half]
    title = f"{words.zh}{period.year}年{half} {unit.name}反馈表 · {words.en} {period_id} report"
    return Template(
        report_form(),
        programme,
        unit.id,
        unit.name,
        unit.name_en,
        period,
        title,
        rows,
        is_last_from_sample=history.is_sample,
    )


def _unit(register: Register, text: str) -> Unit:
    unit_id = register.unit_ids.get(text.strip(), text.strip())
    for unit in register.catalog.units:
        if unit.id == unit_id:
            return unit
    known = "、".join(f"{unit.name} ({unit.id})" for unit in register.catalog.units)
    raise NoTemplate(f"{text!r}: 不是已登记的责任单位 / is not a known unit: {known}")


def _programme(register: Register, unit: Unit, period: Period, text: str | None) -> Programme:
    taking_part = register.programmes_of_unit(unit.id)
    possible = [p for p in register.catalog.programmes if p.id in taking_part and period.period_id in p.rounds]
    if text is not None:
        programme_id = register.programme_id(text)
        possible = [programme for programme in possible if programme.id == programme_id]
    if len(possible) == 1:
        return possible[0]
    if possible:
        names = ", ".join(programme.id for programme in possible)
        raise NoTemplate(
            f"{unit.name}, {period.period_id}: 请用 --programme 指明方案 / say which with --programme: {names}"
        )
    rounds = "; ".join(f"{p.id}: {' '.join(p.rounds)}" for p in register.catalog.programmes if p.id in taking_part)
    raise NoTemplate(
        f"{unit.name}, {period.period_id}: 该单位没有这一报告期 / the unit has no such round. "
        f"可用 / there are: {rounds or '-'}"
    )


def _row(
    item: Item, programme: Programme, unit: Unit, period: Period, version: int, is_first: bool,
    register: Register, history: History,
) -> TemplateRow:  # fmt: skip
    last = history.before(period.period_id, item.item_id)
    values: dict[str, Value] = dict.fromkeys(report_form().columns)
    values |= {
        "programme_id": programme.id,
        "unit_name": unit.name,
        "period_id": period.period_id,
        "version": str(version),
        "is_nil": "否" if is_first else None,
        "item_kind": item.kind,
        "item_id": item.item_id,
        "item_name": item.name_zh,
        "measure_unit": item.measure_unit,
        "target_value": _target(item, unit, programme, period, register),
        "last_value": last[1] if last else None,
    }
    open_columns = OPEN_COLUMNS[item.kind] + (RATIO_COLUMNS if item.measure_type == "ratio" else ())
    return TemplateRow(item, values, open_columns + (FIRST_ROW_COLUMNS if is_first else ()))


def _target(item: Item, unit: Unit, programme: Programme, period: Period, register: Register) -> str | None:
    targets = [row for row in register.targets_of_round(programme.id, period) if row["indicator_id"] == item.item_id]
    own = [part for row in targets if (part := register.unit_parts.get((unit.id, str(row["target_id"]))))]
    if own:
        return own[0].target_value + ("(示意分解 illustrative)" if own[0].is_illustrative else "(本单位 own part)")
    said = [
        f"{row['target_low']}–{row['target_high']}"
        if row["comparator"] == "range"
        else f"{_SIGNS[str(row['comparator'])]}{row['target_value']}"
        for row in targets
    ]
    return "; ".join(said) + "(方案总目标 programme)" if said else None
