"""What the journal's lines say: a receipt, a step, a time set right, definitions that hold from now on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

from pipelines.clock_lines import ClockLine
from pipelines.journals import BrokenJournal, Line

ACCEPTED, REFUSED, ALREADY_RECEIVED = "accepted", "refused", "already_received"
# Kept in the archive, and counted nowhere until a person takes it.
HELD = "held"
REPORT, CENTRE_REPORT, STATISTICS = "report", "centre_report", "statistics"
AUTOMATIC, BY_OFFICER = "automatic", "officer"
# What a line is about.
RECEIPT, STEP, IMPORT_DECISION, CLOCK = "receipt", "step", "import_decision", "clock"
PUBLICATION, OFFICE = "publication", "office"
# What every line has a place of its own for, and what lies beside the bytes.
_APART = {"received_at", "recorded_at", "by", "findings"}
R = TypeVar("R")


@dataclass(frozen=True)
class Receipt:
    """One file that came in: when, under which name, what was decided, and what it speaks of.

    `received_at` is UTC in ISO form; `version` counts the accepted reports of one unit × programme × round, or of one
    centre × year. `by` is who handed it in, where a name was given, and `acceptance` whether what passes the checks
    counts at once or waits for the officer, as the programme said on that day. `request_id` names the page's request
    that brought it. `read_counts` is how many items of each kind were read in it.
    Of a statistic, `statistic` and `measure_unit` are what it was taken for, and `reason` why a person (`by`) confirmed
    a name that was not on record.
    `findings` lie beside the bytes; the line has their hash and how many there are of each severity. So do the rows
    that were read of what is kept for use, under the definitions of that moment.
    """

    received_at: str
    name: str
    sha256: str
    byte_count: int
    verdict: str
    kind: str
    programme_id: str | None = None
    period_id: str | None = None
    unit_id: str | None = None
    version: int | None = None
    indicator_id: str | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    by: str | None = None
    acceptance: str = AUTOMATIC
    request_id: str | None = None
    centre_id: str | None = None
    read_counts: dict[str, int] = field(default_factory=dict)
    statistic: str | None = None
    measure_unit: str | None = None
    reason: str | None = None
    findings_sha256: str | None = None
    error_count: int = 0
    warn_count: int = 0
    rows_sha256: str | None = None

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """Programme, period and who reports: the unit of a round's report, the centre of an annual one."""
        return self.programme_id, self.period_id, self.unit_id or self.centre_id


@dataclass(frozen=True)
class Step:
    """One step that somebody took: what, on what, by whom and why.

    `kind` says what the step is about and so which of the other fields it uses: a `round` step names programme, round
    and, unless it is of the whole round, unit, one on a statistic its SHA-256 and indicator. `recorded_at` is UTC in
    ISO form; `is_sample` marks a decision on a sample report, which means nothing once a real one stands in its place.
    `received_on` is the day that an officer gives as the one on which a report came in; `closing_id` is the SHA-256 of
    the record of what a `close` judged; `due_on` is the due day that one gives.
    """

    recorded_at: str
    kind: str
    step: str
    by: str
    programme_id: str | None = None
    period_id: str | None = None
    unit_id: str | None = None
    centre_id: str | None = None
    version: int | None = None
    reason: str | None = None
    is_sample: bool = False
    request_id: str | None = None
    sha256: str | None = None
    indicator_id: str | None = None
    received_on: str | None = None
    closing_id: str | None = None
    due_on: str | None = None


@dataclass(frozen=True)
class Publication:
    """Definitions of an office that hold from here on: who published them, why, and which.

    `manifest` is the SHA-256 of the list of their files, which lies in the archive as the files do. `programmes` are
    those whose definitions it brought or changed, or that use a unit, document or indicator that it changed. `channel`
    is the door by which they came: `files`, `workbook` or `form`; `shipped` with the program, `upgrade` from an earlier
    layout, which nobody of the office published. `received` is the SHA-256 of the workbook or of what the form said,
    `taken_from` the manifest of the publication that its author had before him.
    """

    recorded_at: str
    by: str
    reason: str
    manifest: str
    programmes: list[str] = field(default_factory=list)
    channel: str = "files"
    received: str | None = None
    taken_from: str | None = None
    request_id: str | None = None


@dataclass(frozen=True)
class OfficeChange:
    """Somebody changed what the office says of itself: which of it, why, and the SHA-256 of the file that says it."""

    recorded_at: str
    by: str
    reason: str
    changed: list[str]
    sha256: str
    request_id: str | None = None


Record = Receipt | Step | ClockLine | Publication | OfficeChange


def line_of(record: Record) -> Line:
    """A record as a line that has no place yet; of its facts only those that are not the usual ones."""
    facts = {}
    for entry in fields(record):
        value = getattr(record, entry.name)
        usual = entry.default_factory() if entry.default_factory is not MISSING else entry.default
        if entry.name not in _APART and value != usual:
            facts[entry.name] = value
    if isinstance(record, Receipt):
        return Line(0, record.received_at, None, RECEIPT, record.by, facts)
    return Line(0, record.recorded_at, None, _line_kind(record), record.by, facts)


def _line_kind(record: Step | ClockLine | Publication | OfficeChange) -> str:
    if isinstance(record, Step):
        return IMPORT_DECISION if record.kind == STATISTICS else STEP
    if isinstance(record, OfficeChange):
        return OFFICE
    return CLOCK if isinstance(record, ClockLine) else PUBLICATION


def receipts_of(lines: Iterable[Line]) -> list[Receipt]:
    """The receipts among lines, without what was found in them.

    Raises:
        BrokenJournal: for a line that is none, though it says so.
    """
    return [_read(line, Receipt, received_at=line.recorded_at, by=line.by) for line in lines if line.kind == RECEIPT]


def steps_of(lines: Iterable[Line]) -> list[Step]:
    """The steps among lines.

    Raises:
        BrokenJournal: for a line that is none, though it says so.
    """
    kinds = (STEP, IMPORT_DECISION)
    return [_read(line, Step, recorded_at=line.recorded_at, by=line.by) for line in lines if line.kind in kinds]


def clock_lines_of(lines: Iterable[Line]) -> list[ClockLine]:
    """The words on the time among lines.

    Raises:
        BrokenJournal: for a line that is none, though it says so.
    """
    return [_read(line, ClockLine, recorded_at=line.recorded_at, by=line.by) for line in lines if line.kind == CLOCK]


def publications_of(lines: Iterable[Line]) -> list[Publication]:
    """The publications among lines.

    Raises:
        BrokenJournal: for a line that is none, though it says so.
    """
    chosen = (line for line in lines if line.kind == PUBLICATION)
    return [_read(line, Publication, recorded_at=line.recorded_at, by=line.by) for line in chosen]


def office_changes_of(lines: Iterable[Line]) -> list[OfficeChange]:
    """The changes of the office's facts among lines.

    Raises:
        BrokenJournal: for a line that is none, though it says so.
    """
    chosen = (line for line in lines if line.kind == OFFICE)
    return [_read(line, OfficeChange, recorded_at=line.recorded_at, by=line.by) for line in chosen]


def _read(line: Line, record: Callable[..., R], **own: Any) -> R:
    try:
        return record(**own, **line.facts)
    except TypeError as error:
        number = line.seq + 1
        raise BrokenJournal(
            f"journal.jsonl 第 {number} 行不是可用的记录，请从备份恢复此文件，或使用写下它的程序（{error}）",
            f"journal.jsonl: line {number} is no {line.kind} of ours: restore the file from a backup, or use the "
            f"program that wrote it ({error})",
        ) from None
