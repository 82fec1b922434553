"""The book of statistics: which imports count, which are held or withdrawn, replayed from receipts and steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from metrics import clock
from pipelines.records import ACCEPTED, HELD, STATISTICS, Receipt, Step

# How an import stands: its figures count, wait for a person because they are far from what they would displace, or
# were taken out by a person.
COUNTS, WAITS, WITHDRAWN = "counts", "held", "withdrawn"
TAKE, WITHDRAW = "take", "withdraw"
STEPS = (TAKE, WITHDRAW)


@dataclass
class Import:
    """One kept export for one indicator: how it stands, and in which spells its figures counted.

    A spell is the moment from which and, unless it lasts, the one until which, as the journals write them.
    """

    receipt: Receipt
    state: str
    spells: list[tuple[str, str | None]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Replays one step; what changes nothing is looked past."""
        if step.step == TAKE and self.state != COUNTS:
            self.state = COUNTS
            self.spells.append((step.recorded_at, None))
        elif step.step == WITHDRAW and self.state != WITHDRAWN:
            if self.state == COUNTS:
                self.spells[-1] = (self.spells[-1][0], step.recorded_at)
            self.state = WITHDRAWN
        else:
            return
        self.steps.append(step)


@dataclass
class StatisticsBook:
    """Every kept import, oldest first."""

    imports: list[Import] = field(default_factory=list)

    def latest(self, sha256: str, indicator_id: str | None) -> Import | None:
        """The last import of these bytes for this indicator."""
        found = [i for i in self.imports if (i.receipt.sha256, i.receipt.indicator_id) == (sha256, indicator_id)]
        return found[-1] if found else None

    def counting(self) -> list[Import]:
        """The imports that count, the one that began to last at the end."""
        return sorted((i for i in self.imports if i.state == COUNTS), key=lambda i: clock.instant(i.spells[-1][0]))


def read_statistics_book(receipts: Iterable[Receipt], steps: Iterable[Step]) -> StatisticsBook:
    """The book of what the archive's journals say of statistics."""
    book = StatisticsBook()
    entries: list[Receipt | Step] = [r for r in receipts if r.kind == STATISTICS and r.verdict in (ACCEPTED, HELD)]
    entries += [step for step in steps if step.kind == STATISTICS]
    for entry in sorted(entries, key=_moment):
        if isinstance(entry, Step):
            meant = book.latest(str(entry.sha256), entry.indicator_id)
            if meant is not None:
                meant.take(entry)
        else:
            is_counted = entry.verdict == ACCEPTED
            spells: list[tuple[str, str | None]] = [(entry.received_at, None)] if is_counted else []
            book.imports.append(Import(entry, COUNTS if is_counted else WAITS, spells))
    return book


def _moment(entry: Receipt | Step) -> datetime:
    return clock.instant(entry.recorded_at if isinstance(entry, Step) else entry.received_at)
