"""Importing a yearly export of the statistical office: read, held against what is known, and archived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from expectations.result import Finding
from metrics import clock
from metrics.catalog.measures import Measures
from metrics.catalog.models import Indicator
from pipelines.archive import Archive, Copy, open_received
from pipelines.lookup import source_rows
from pipelines.readers.encoding import readable_name
from pipelines.readers.keys import name_key, squeezed
from pipelines.readers.quantities import plain
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader
from pipelines.records import ACCEPTED, ALREADY_RECEIVED, HELD, REFUSED, STATISTICS, Receipt
from pipelines.reports.yearly_statistics import COLUMNS, Statistics, read_statistics
from pipelines.sources import load_sources
from pipelines.statistics.book import WITHDRAWN, Import, StatisticsBook, read_statistics_book
from pipelines.statistics.distance import Distance, distance
from pipelines.statistics.names import DIFFERENT, SAME, known_names, reading_of
from pipelines.statistics.standing import Standing, read_standing

SUITE = "turnover"


@dataclass(frozen=True)
class Naming:
    """What a caller says of an export: what it holds where it does not say so itself, and who confirms its name."""

    statistic: str | None = None
    measure_unit: str | None = None
    is_confirmed: bool = False
    by: str | None = None
    reason: str | None = None


@dataclass
class ImportOutcome:
    """What became of one export: its verdict, what was read, its receipt, and how an earlier import of it stands.

    `rows` are those of the file alone, without what the caller says of them.
    """

    verdict: str
    statistics: Statistics
    findings: list[Finding] = field(default_factory=list)
    receipt: Receipt | None = None
    state: str | None = None
    rows: list[Row] = field(default_factory=list)


def import_statistics(
    archive: Archive, path: Path, indicator: Indicator, measures: Measures, naming: Naming | None = None
) -> ImportOutcome:
    """Keeps the export at `path` as published figures for `indicator`, held, or in quarantine with its findings.

    Raises:
        OSError: when it cannot be read or stored; then nothing was received.
    """
    name, naming = readable_name(path.name), naming or Naming()
    with open_received(path) as content, archive.exclusive(), WorkbookReader() as workbooks:
        copy = archive.take_in(content)
        try:
            receipts, steps = archive.receipts(), archive.steps()
            book = read_statistics_book(receipts, steps)
            known = book.latest(copy.sha256, indicator.id)
            if known is not None and not _is_renamed(known, naming):
                return ImportOutcome(ALREADY_RECEIVED, Statistics(name), receipt=known.receipt, state=known.state)
            desk = _Desk(archive, indicator, measures, naming, book, workbooks)
            outcome = desk.check(copy, name)
            receipt = _receipt(outcome, copy, name, indicator, naming, archive.next_moment())
            outcome.receipt = archive.keep(copy.path, receipt, outcome.rows)
        finally:
            copy.path.unlink(missing_ok=True)
    return outcome


def _is_renamed(known: Import, naming: Naming) -> bool:
    # A withdrawn import of the same bytes may have been given a wrong name.
    given = name_key(naming.statistic or "")
    return known.state == WITHDRAWN and bool(given) and given != name_key(known.receipt.statistic or "")


def _receipt(
    outcome: ImportOutcome, copy: Copy, name: str, indicator: Indicator, naming: Naming, received_at: str
) -> Receipt:
    facts = outcome.statistics.facts
    return Receipt(
        received_at=received_at,
        name=name,
        sha256=copy.sha256,
        byte_count=copy.byte_count,
        verdict=outcome.verdict,
        kind=STATISTICS,
        indicator_id=indicator.id,
        findings=[finding.as_dict() for finding in outcome.findings],
        by=(naming.by or "").strip() or None,
        statistic=facts.get("indicator"),
        measure_unit=facts.get("measure_unit"),
        reason=(naming.reason or "").strip() or None,
        read_counts={"figure_count": len(outcome.statistics.rows)},
    )


@dataclass
class _Desk:
    """Where one export is checked: against the caller's words, what is on record, and what it would displace."""

    archive: Archive
    indicator: Indicator
    measures: Measures
    naming: Naming
    book: StatisticsBook
    workbooks: WorkbookReader

    def check(self, copy: Copy, name: str) -> ImportOutcome:
        """Everything that is to be said about the export; nothing is stored."""
        statistics = read_statistics(copy.path, name, self.workbooks, self.measures)
        findings, read = list(statistics.findings), [dict(row) for row in statistics.rows]
        if statistics.rows:
            findings += self._name(statistics)
            findings += [*self._unit(statistics), *self._years(statistics), *_suite(statistics, self.measures)]
        if not statistics.rows or any(finding.severity == "error" for finding in findings):
            return ImportOutcome(REFUSED, statistics, findings)
        far = list(self._far(statistics, copy.sha256))
        return ImportOutcome(HELD if far else ACCEPTED, statistics, findings + far, rows=read)

    def _name(self, statistics: Statistics) -> Iterator[Finding]:
        """Settles what the statistic is called and counted in, and whether that is the indicator's."""
        facts, given = statistics.facts, (self.naming.statistic, self.naming.measure_unit)
        for fact, said in zip(("indicator", "measure_unit"), given, strict=True):
            if said and fact in facts and name_key(said) != name_key(facts[fact]):
                yield self._finding("statistics.named_otherwise", statistics, found=facts[fact], given=said)
                return
            if said:
                facts.setdefault(fact, squeezed(said))
        if not {"indicator", "measure_unit"} <= facts.keys():
            yield self._finding("statistics.title", statistics, value=facts.get("indicator"))
            return
        for row in statistics.rows:
            row |= {"indicator_zh": facts["indicator"], "measure_unit": facts["measure_unit"]}
        matches = self._matches()
        confirmed = [str(i.receipt.statistic) for i in self.book.counting()
                     if i.receipt.indicator_id == self.indicator.id and i.receipt.reason]  # fmt: skip
        reading = reading_of(facts["indicator"], self.indicator, matches, confirmed)
        if reading == DIFFERENT:
            reasons = (str(row["reason_zh"]) for row in matches if row["indicator_id"] == self.indicator.id
                       and name_key(str(row["indicator_zh"])) == name_key(facts["indicator"]))  # fmt: skip
            yield self._finding("statistics.name_different", statistics, value=facts["indicator"],
                                indicator=self.indicator.name.zh, reason=next(reasons, "-"))  # fmt: skip
        elif reading != SAME and not self.naming.is_confirmed:
            known = "、".join(known_names(self.indicator, matches))
            yield self._finding("statistics.name", statistics, value=facts["indicator"],
                                indicator=self.indicator.name.zh, known=known)  # fmt: skip

    def _matches(self) -> list[Row]:
        return source_rows(self.archive.folder.parent, load_sources(), "figure_match")

    def _unit(self, statistics: Statistics) -> Iterator[Finding]:
        unit = statistics.facts.get("measure_unit")
        if unit is not None and self.measures.conversion(unit, self.indicator.measure_unit) is None:
            yield self._finding("statistics.unit", statistics, unit=unit, wanted=self.indicator.measure_unit,
                                value=self.indicator.id)  # fmt: skip

    def _years(self, statistics: Statistics) -> Iterator[Finding]:
        from expectations.runner import ROW_COLUMN

        this_year = clock.today().year
        for row in statistics.rows:
            place = (int(str(row[ROW_COLUMN])), str(row["year"]))
            if int(str(row["year"])) >= this_year:
                yield reading_finding("statistics.future", statistics.file, *place, value=str(row["value"]))
            if str(row["value"]).startswith("-") and not self.indicator.may_be_negative:
                yield reading_finding("statistics.negative", statistics.file, *place, value=str(row["value"]))

    def _far(self, statistics: Statistics, sha256: str) -> Iterator[Finding]:
        unit = self.indicator.measure_unit
        factor = self.measures.conversion(statistics.facts["measure_unit"], unit)
        standing = read_standing(self.archive.folder.parent, self.indicator.id, unit, self._matches(),
                                 self.book.counting(), self._rows_of, self.measures)  # fmt: skip
        for province in dict.fromkeys(str(row["province"]) for row in statistics.rows):
            series = {
                str(row["year"]): Decimal(str(row["value"])) * (factor or 1)
                for row in statistics.rows if row["province"] == province
            }  # fmt: skip
            far = _distance(series, standing, statistics.facts["indicator"], province)
            if far is not None:
                yield replace(
                    self._finding("statistics.far", statistics, province=province, year=far.year,
                                  before=plain(far.before), after=plain(far.after), changed=far.changed,
                                  common=far.common, sha=sha256[:12]),
                    severity="warn",
                )  # fmt: skip

    def _rows_of(self, counted: Import) -> list[Row]:
        receipt = counted.receipt
        return [
            row | {"indicator_zh": receipt.statistic or row["indicator_zh"],
                   "measure_unit": receipt.measure_unit or row["measure_unit"]}
            for row in self.archive.rows(receipt)
        ]  # fmt: skip

    def _finding(self, rule_id: str, statistics: Statistics, *, value: str | None = None, **facts: Any) -> Finding:
        return reading_finding(rule_id, statistics.file, value=value, **facts)


def _distance(series: dict[str, Decimal], standing: Standing, name: str, province: str) -> Distance | None:
    displaced = standing.displaced(name, province)
    announced = {y: v for y, v in standing.announced(province).items() if y not in displaced}
    return distance(series, displaced) or distance(series, announced, counts_changes=False)


def _suite(statistics: Statistics, measures: Measures) -> list[Finding]:
    import pandas as pd

    from expectations.runner import FILE_COLUMN, ROW_COLUMN, run_suites
    from expectations.suite import load_suites

    if "indicator" not in statistics.facts or "measure_unit" not in statistics.facts:
        return []
    columns = [column for column in COLUMNS if column != ROW_COLUMN]
    frame = pd.DataFrame(statistics.rows, columns=[*columns, FILE_COLUMN, ROW_COLUMN], dtype=object)
    frame = frame.astype({ROW_COLUMN: "int64"})
    checks = run_suites({SUITE: frame}, {SUITE: load_suites()[SUITE]}, {"measure_units": list(measures.units)})
    return [finding for check in checks for finding in check.findings]
