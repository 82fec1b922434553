"""Taking one step on an import: counted though it is far from what it displaces, or withdrawn; by name and reason."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.rules.standing import name_objection, reason_objection
from metrics.sentences import Bilingual, say
from pipelines.archive import Archive
from pipelines.journal.steps import DONE, REFUSED, StepOutcome
from pipelines.lookup import UnknownName
from pipelines.records import STATISTICS, Step
from pipelines.statistics.book import COUNTS, STEPS, TAKE, WITHDRAWN, Import, StatisticsBook, read_statistics_book

FEWEST_OF_HASH = 6


@dataclass(frozen=True)
class StepRequest:
    """A step that somebody wants to take on the import of `file`: its name, or how its SHA-256 begins."""

    step: str
    file: str
    by: str | None
    reason: str | None
    indicator_id: str | None = None


def take_step(archive: Archive, request: StepRequest) -> StepOutcome:
    """Takes the step and records it, or says why not; nothing is deleted.

    Raises:
        UnknownName: when there is no such step, no such import, or more than one that may be meant.
        OSError: when the journal cannot be written; then nothing was done.
    """
    if request.step not in STEPS:
        raise UnknownName(
            repr(request.step), f"没有这一步,可用 {', '.join(STEPS)}", f"no such step: {', '.join(STEPS)}"
        )
    with archive.exclusive():
        receipts, steps = archive.receipts(), archive.steps()
        meant = find_import(read_statistics_book(receipts, steps), request.file, request.indicator_id)
        code = decision_objection(request.by, request.reason)
        if code is not None:
            return StepOutcome(REFUSED, say(f"statistic.{code}"), code=code)
        if meant.state == (COUNTS if request.step == TAKE else WITHDRAWN):
            code = "taken_already" if request.step == TAKE else "withdrawn_already"
            return StepOutcome(REFUSED, say(f"statistic.{code}"), code=code)
        step = Step(
            recorded_at=archive.next_moment(), kind=STATISTICS, step=request.step,
            by=(request.by or "").strip(), reason=(request.reason or "").strip(),
            sha256=meant.receipt.sha256, indicator_id=meant.receipt.indicator_id,
        )  # fmt: skip
        archive.write(step)
        return StepOutcome(DONE, _done(step, meant), step)


def decision_objection(by: str | None, reason: str | None) -> str | None:
    """What is wrong with the name or the reason of a decision on a statistic, as a code; both are needed."""
    if not (reason or "").strip():
        return name_objection(by) or "reason_missing"
    return name_objection(by) or reason_objection(reason)


def find_import(book: StatisticsBook, file: str, indicator_id: str | None) -> Import:
    """The import that a name of a file, or the beginning of its SHA-256, means.

    Raises:
        UnknownName: with those there are, when none is meant, or several are.
    """
    latest = {(i.receipt.sha256, i.receipt.indicator_id): i for i in book.imports}
    wanted = file.strip()
    is_hash = len(wanted) >= FEWEST_OF_HASH and set(wanted.lower()) <= set("0123456789abcdef")
    matching = [
        i for i in latest.values()
        if (i.receipt.name == wanted or (is_hash and i.receipt.sha256.startswith(wanted.lower())))
        and indicator_id in (None, i.receipt.indicator_id)
    ]  # fmt: skip
    if len(matching) == 1:
        return matching[0]
    listed = "; ".join(f"{i.receipt.sha256[:12]} {i.receipt.name} → {i.receipt.indicator_id}"
                       for i in matching or latest.values()) or "-"  # fmt: skip
    if matching:
        raise UnknownName(
            repr(file), f"不止一次导入与此相符,请写 SHA-256 的前几位,必要时加 --indicator: {listed}",
            f"more than one import is meant: give the beginning of its SHA-256, and --indicator where needed: {listed}",
        )  # fmt: skip
    raise UnknownName(repr(file), f"没有这次导入,有 {listed}", f"no such import: {listed}")


def _done(step: Step, meant: Import) -> Bilingual:
    facts = {"file": meant.receipt.name, "statistic": meant.receipt.statistic or "-", "by": step.by,
             "indicator": meant.receipt.indicator_id}  # fmt: skip
    return say(f"statistic_done.{step.step}", **facts)
