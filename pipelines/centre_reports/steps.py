"""Taking one step on a centre's annual report: checked against how it stands, in the journal before anybody is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from metrics.catalog import Catalog
from metrics.catalog.centre_rules import ReportDue
from metrics.centres.facts import Centre as JudgedCentre
from metrics.centres.rule_book import RuleBook, governing, in_force, rule_books
from metrics.rules import annual_reports as rules
from metrics.rules.rounds import RECEIPT_DAY, receipt_day_objection
from metrics.sentences import Bilingual, say
from pipelines.archive import CENTRE_REPORT, Archive, Step
from pipelines.centre_register import Centre, CentreRegister
from pipelines.centre_reports.book import read_centre_book
from pipelines.centre_reports.named import find_centre, find_year
from pipelines.rounds.overtaken import overtaken_by, overtaking
from pipelines.rounds.steps import DONE, REFUSED, StepOutcome, UnknownStep, first_received_on

# Said in the same words as for the rounds of units.
_SHARED = {
    "name_missing", "name_unfit", "reason_missing", "reason_unfit", "other_version", "no_receipt", "day_missing",
    "day_after_receipt", "day_before_period",
}  # fmt: skip


@dataclass(frozen=True)
class StepRequest:
    """A step that somebody wants to take on one centre's report on one year."""

    step: str
    centre_id: str
    year: int
    by: str | None
    reason: str | None = None
    version: int | None = None
    request_id: str | None = None
    received_on: date | None = None
    seen_until: datetime | None = None


def take_named_step(
    archive: Archive, register: CentreRegister, step: str, centre_text: str, year_text: str, *,
    by: str | None, reason: str | None, version: int | None, request_id: str | None = None,
    received_on: date | None = None, seen_until: datetime | None = None, with_sample: bool,
) -> StepOutcome:  # fmt: skip
    """Takes a step on the report of a centre, by name or id, on a year, both as somebody wrote them.

    Raises:
        UnknownStep: when there is no such step.
        UnknownName: when there is no such centre, or the year is none of its life.
        OSError: when the journal cannot be written; then nothing was done.
    """
    if step not in rules.ALL_STEPS:
        raise UnknownStep(f"{step!r}: 没有这一步 / no such step: {', '.join(rules.ALL_STEPS)}")
    centre = find_centre(register, centre_text)
    year = find_year(centre, year_text).year
    request = StepRequest(step, centre.centre_id, year, by, reason, version, request_id, received_on, seen_until)
    return take_step(archive, register, request, with_sample)


def take_step(archive: Archive, register: CentreRegister, request: StepRequest, with_sample: bool) -> StepOutcome:
    """Takes the step and records it, or says why not. The same `request_id` again changes nothing.

    Raises:
        OSError: when the journal cannot be written; then nothing was done.
    """
    centre = register.centres[request.centre_id]
    with archive.exclusive():
        receipts, steps = archive.receipts(), archive.steps()
        known = [step for step in steps if request.request_id and step.request_id == request.request_id]
        if known:
            return StepOutcome(DONE, _done(register, centre, known[-1]), known[-1])
        faster = overtaking(steps, request.step, request.seen_until, partial(_is_about, request))
        if faster is not None:
            return StepOutcome(REFUSED, overtaken_by(faster), code="overtaken")
        book, key = read_centre_book(archive, receipts, steps, with_sample), (request.centre_id, str(request.year))
        standing, asked = book.standing(key), asking(register.catalog, centre, request.year)
        code = rules.objection(
            request.step, standing, by=request.by, reason=request.reason, version=request.version,
            needs_forwarding=asked is not None and asked[1].through is not None,
        )  # fmt: skip
        is_day = request.step == RECEIPT_DAY
        if code is None and is_day:
            place = (centre.programme_id, key[1], key[0])
            came = None if key in book.sample_keys else first_received_on(receipts, place)
            code = receipt_day_objection(request.received_on, came, date(request.year, 1, 1))
        if code is not None:
            return StepOutcome(REFUSED, say(f"{'round' if code in _SHARED else 'centre_report'}.{code}"), code=code)
        step = Step(
            recorded_at=archive.next_moment(), kind=CENTRE_REPORT, step=request.step,
            by=(request.by or "").strip(), programme_id=centre.programme_id, period_id=str(request.year),
            centre_id=request.centre_id, version=None if is_day else standing.version,
            reason=(request.reason or "").strip() or None,
            is_sample=key in book.sample_keys, request_id=request.request_id,
            received_on=request.received_on.isoformat() if request.received_on else None,
        )  # fmt: skip
        archive.write(step)
        return StepOutcome(DONE, _done(register, centre, step), step)


def _is_about(request: StepRequest, step: Step) -> bool:
    return (step.kind, step.centre_id, step.period_id) == (CENTRE_REPORT, request.centre_id, str(request.year))


def asking(catalog: Catalog, centre: Centre, year: int) -> tuple[RuleBook, ReportDue] | None:
    """The document in force at the end of a year that asks for the centre's report, with its rule; None in a gap."""
    judged = JudgedCentre(
        centre_id=centre.centre_id, name=centre.name, province=centre.facts.get("province") or "",
        level=centre.facts.get("level") or "", centre_type=centre.facts.get("centre_type"),
    )  # fmt: skip
    books = in_force(governing(rule_books(catalog), judged), date(year, 12, 31))
    found = [(book, rule) for book in books for rule in book.of_kind(ReportDue, judged)]
    return found[-1] if found else None


def _done(register: CentreRegister, centre: Centre, step: Step) -> Bilingual:
    asked = asking(register.catalog, centre, int(str(step.period_id)))
    facts = {"centre": centre.name, "year": step.period_id, "version": step.version, "by": step.by,
             "day": step.received_on}  # fmt: skip
    said = say(f"centre_report_done.{step.step}", **facts)
    if asked is None:
        none = say("centre_report_done.no_document", year=step.period_id)
        return Bilingual(said.zh + none.zh, f"{said.en} {none.en}")
    book, rule = asked
    clause = Bilingual(
        say("centre_report_done.clause", document=book.title.zh, article=rule.article).zh,
        say("centre_report_done.clause", document=book.title.en, article=rule.article).en,
    )
    return Bilingual(said.zh + clause.zh, f"{said.en} {clause.en}")
