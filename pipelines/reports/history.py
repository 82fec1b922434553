"""What whoever reports said before: the values that a new report is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from metrics.kinds.table import kind
from metrics.periods import Period
from pipelines.archive import Archive
from pipelines.readers.workbook import WorkbookReader
from pipelines.records import ACCEPTED, Receipt
from pipelines.register import Register
from pipelines.reports.completeness import said_items
from pipelines.reports.report import ReceivedReport, read_report


@dataclass
class History:
    """Values by round and item; `is_sample` where they come from demonstration data.

    `replaced` are the items of which the version speaks whose place a new one of the same round would take.
    """

    values: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    is_sample: bool = False
    year_begins: int = 1
    replaced: tuple[str, ...] = ()

    def before(self, period_id: str, item_id: str) -> tuple[str, Decimal] | None:
        """The latest round before `period_id` with a value for the item."""
        day = self._period(period_id).ends_on
        earlier = [(self._period(p), v) for (p, item), v in self.values.items() if item == item_id]
        last = max(((p, v) for p, v in earlier if p.ends_on < day), key=lambda pair: pair[0], default=None)
        return (last[0].period_id, last[1]) if last else None

    def year_before(self, period_id: str, item_id: str) -> Decimal | None:
        """The value of the same period one year earlier."""
        return self.values.get((self._period(period_id).year_before.period_id, item_id))

    def _period(self, period_id: str) -> Period:
        return Period.parse(period_id, self.year_begins)


def read_histories(
    archive: Archive, counted: list[Receipt], report: ReceivedReport, register: Register,
    workbooks: WorkbookReader, with_sample: bool, replaced: Receipt | None = None,
) -> list[History]:  # fmt: skip
    """What whoever sends `report` said in other periods of the same programme: for real, and in the sample data.

    `counted` are the receipts whose figures count: a report that was sent back is nothing to hold another against.
    `replaced` is the version of the same round whose place `report` would take.
    """
    if report.key is None:
        return []
    programme_id, _, subject_id = report.key
    form_id = report.form.form_id
    real = History(year_begins=register.year_begins)
    for receipt in counted:
        about = receipt.verdict, receipt.kind, receipt.key[0], receipt.key[2]
        if about == (ACCEPTED, form_id, programme_id, subject_id):
            _remember(real, ReceivedReport(receipt.name, archive.rows(receipt), form=report.form))
    if replaced is not None:
        earlier = ReceivedReport(replaced.name, archive.rows(replaced), form=report.form)
        real.replaced = tuple(said_items(earlier))
    histories = [real]
    # Beside a real report of the programme nothing is held against invented ones.
    is_real = any((receipt.kind, receipt.key[0]) == (form_id, programme_id) for receipt in counted if programme_id)
    if with_sample and not is_real:
        sample = History(is_sample=True, year_begins=register.year_begins)
        for path in sample_reports(archive.folder.parent, form_id, programme_id, subject_id):
            _remember(sample, read_report(path, path.name, register, workbooks))
        histories.append(sample)
    return histories


def sample_reports(raw_folder: Path, form_id: str, programme_id: str, subject_id: str) -> Iterator[Path]:
    """The sample reports of one sender in the order of their versions, so that the last one stands."""
    pattern = kind(form_id).sample_reports
    paths = raw_folder.glob(pattern.format(programme_id=programme_id, subject_id=subject_id)) if pattern else ()
    yield from sorted(paths, key=lambda path: (path.parent.name, len(path.name), path.name))


def _remember(history: History, report: ReceivedReport) -> None:
    for row in report.rows:
        if row["actual_value"] is not None:
            history.values[str(row["period_id"]), str(row["item_id"])] = Decimal(str(row["actual_value"]))
