"""What whoever reports said before: the values that a new report is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from metrics.kinds.table import kind
from metrics.periods import Period
from pipelines.archive import Archive
from pipelines.readers.table import Row
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


class Said:
    """What reports say, each read once: those of an archive, samples, and those of a pass that is not over yet."""

    def __init__(self, archive: Archive, register: Register, workbooks: WorkbookReader, with_sample: bool) -> None:
        self.register, self.with_sample = register, with_sample
        self._archive, self._workbooks = archive, workbooks
        self._rows: dict[tuple[str, str | None], list[Row]] = {}
        self._samples: dict[tuple[str, str, str], History] = {}

    def rows(self, receipt: Receipt) -> list[Row]:
        """The rows that were read of a report kept for use.

        Raises:
            AlteredRows: when they are not those.
            OSError: when they are gone.
        """
        place = receipt.sha256, receipt.rows_sha256
        if place not in self._rows:
            self._rows[place] = self._archive.rows(receipt)
        return self._rows[place]

    def remember(self, receipt: Receipt, rows: list[Row]) -> None:
        """Takes what was read of a report that is not kept yet, under a receipt that names no rows."""
        self._rows[receipt.sha256, receipt.rows_sha256] = rows

    def in_sample(self, form_id: str, programme_id: str, subject_id: str) -> History:
        """What the sample reports of one sender say."""
        place = form_id, programme_id, subject_id
        if place not in self._samples:
            sample = History(is_sample=True, year_begins=self.register.year_begins)
            for path in sample_reports(self._archive.folder.parent, *place):
                _remember(sample, read_report(path, path.name, self.register, self._workbooks).rows)
            self._samples[place] = sample
        return self._samples[place]


def read_histories(
    said: Said, counted: list[Receipt], report: ReceivedReport, replaced: Receipt | None = None
) -> list[History]:
    """What whoever sends `report` said in other periods of the same programme: for real, and in the sample data.

    `counted` are the receipts whose figures count: a report that was sent back is nothing to hold another against.
    `replaced` is the version of the same round whose place `report` would take.
    """
    if report.key is None:
        return []
    programme_id, _, subject_id = report.key
    form_id = report.form.form_id
    real = History(year_begins=said.register.year_begins)
    for receipt in counted:
        about = receipt.verdict, receipt.kind, receipt.key[0], receipt.key[2]
        if about == (ACCEPTED, form_id, programme_id, subject_id):
            _remember(real, said.rows(receipt))
    if replaced is not None:
        earlier = ReceivedReport(replaced.name, said.rows(replaced), form=report.form)
        real.replaced = tuple(said_items(earlier))
    # Beside a real report of the programme nothing is held against invented ones.
    is_real = any((receipt.kind, receipt.key[0]) == (form_id, programme_id) for receipt in counted if programme_id)
    is_sampled = said.with_sample and not is_real
    return [real, said.in_sample(form_id, programme_id, subject_id)] if is_sampled else [real]


def sample_reports(raw_folder: Path, form_id: str, programme_id: str, subject_id: str) -> Iterator[Path]:
    """The sample reports of one sender in the order of their versions, so that the last one stands."""
    pattern = kind(form_id).sample_reports
    paths = raw_folder.glob(pattern.format(programme_id=programme_id, subject_id=subject_id)) if pattern else ()
    yield from sorted(paths, key=lambda path: (path.parent.name, len(path.name), path.name))


def _remember(history: History, rows: list[Row]) -> None:
    for row in rows:
        if row["actual_value"] is not None:
            history.values[str(row["period_id"]), str(row["item_id"])] = Decimal(str(row["actual_value"]))
