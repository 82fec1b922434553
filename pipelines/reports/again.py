"""Reading again what was received, as today's code and catalog read it: for receipts without rows, and for proofs."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from expectations.result import Finding
from pipelines.archive import Archive
from pipelines.definitions.files import definitions_in_force
from pipelines.readers.table import Row
from pipelines.readers.workbook import WorkbookReader
from pipelines.records import STATISTICS, Receipt
from pipelines.register import read_register
from pipelines.reports.report import read_report
from pipelines.reports.yearly_statistics import read_statistics


class Rereading:
    """Reads archived files once more, with one register and one child process; samples may be named."""

    def __init__(self, raw_folder: Path) -> None:
        self._archive, self._workbooks = Archive(raw_folder), WorkbookReader()
        self._register = read_register(raw_folder, definitions_in_force(raw_folder), with_sample=True)

    def __enter__(self) -> Rereading:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._workbooks.close()

    def rows(self, receipt: Receipt) -> tuple[list[Row], list[Finding]]:
        """The rows of an archived file as they are read today, and what keeps them from being read.

        Raises:
            OSError: when the file is gone.
        """
        path = self._archive.path(receipt.sha256)
        if receipt.kind == STATISTICS:
            statistics = read_statistics(path, receipt.name, self._workbooks, self._register.measures)
            return statistics.rows, [found for found in statistics.findings if found.severity == "error"]
        report = read_report(path, receipt.name, self._register, self._workbooks)
        return report.rows, [found for found in report.findings if found.severity == "error"]
