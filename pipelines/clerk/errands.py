"""What the clerk does for a request: the same that the commands do, through the same functions."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from expectations.result import Finding
from metrics import clock
from metrics.contract import OFFICE_KINDS, TEMPLATE_FILE
from metrics.kinds.table import Kind, kinds, meant
from metrics.office import sample_is_wanted
from metrics.rules.standing import name_objection
from metrics.sentences import Bilingual, say, say_each
from pipelines.archive import Archive
from pipelines.clerk.facts import day, file_name, moment, require_hash, text
from pipelines.clerk.marked import marked_copy
from pipelines.clerk.offices import OfficeDesk
from pipelines.clerk.programmes import PROGRAMME_KINDS, ProgrammeDesk
from pipelines.clerk.replies import Reply
from pipelines.clerk.requests import BadRequest, Request
from pipelines.clock_lines import CONFIRMED, MOST_AHEAD
from pipelines.journal.steps import StepRequest, take_step
from pipelines.loading.build import load
from pipelines.loading.judging import Judging
from pipelines.office import Office
from pipelines.readers.workbook import WorkbookReader
from pipelines.receiving.desk import Desk
from pipelines.receiving.outcome import Outcome, outcome_facts
from pipelines.receiving.sent import Sender, Sent
from pipelines.template.contents import make_template
from pipelines.template.workbook import workbook_bytes

KINDS = ("upload", "step", "template", "time", *PROGRAMME_KINDS, *OFFICE_KINDS)


class Errands:
    """Carries out requests on one data folder; each by the register of its own moment.

    A worker lends them a child process that is warm.
    """

    def __init__(
        self, data_folder: Path, with_sample: bool | None = None, *, is_behind: bool = False,
        workbooks: WorkbookReader | None = None,
    ) -> None:  # fmt: skip
        self.data_folder, self._with_sample = data_folder, with_sample
        self._is_behind = is_behind
        self._workbooks = workbooks

    @property
    def with_sample(self) -> bool:
        """Whether samples are in, as the office says now: a request may have made or changed it."""
        return sample_is_wanted() if self._with_sample is None else self._with_sample

    def run(self, request: Request, reply: Reply) -> None:
        """Carries one request out and answers it.

        Raises:
            BadRequest: for one that says something else than a request of its kind says.
            TimeUnconfirmed: when somebody has to say first that the time is right; nothing was done.
        """
        facts = request.facts()
        if facts.get("kind") == "upload":
            self.uploads([reply])
        elif facts.get("kind") == "step":
            self._step(request, facts, reply)
        elif facts.get("kind") == "template":
            self._template(request, facts, reply)
        elif facts.get("kind") == "time":
            self._time(facts, reply)
        elif facts.get("kind") in PROGRAMME_KINDS:
            published = ProgrammeDesk(self.data_folder, self.with_sample).run(request, facts, reply)
            if published is not None:
                self._end_loaded(Done(reply, published.said, published.findings, published.outcome))
        elif facts.get("kind") in OFFICE_KINDS:
            done = OfficeDesk(self.data_folder).run(request, facts, reply)
            if done is not None:
                reply.stage(say_each("clerk.loading", {"said": done.said}))
                self._end_loaded(Done(reply, done.said, [], done.outcome))
        else:
            known = ", ".join(KINDS)
            raise BadRequest(
                f"request.json 的 kind 不可用,可用 {known}", f"the kind of request.json is none of {known}"
            )

    def catch_up(self) -> None:
        """Loads what was answered before it was loaded, such as a refused file, which the round page lists too."""
        if self._is_behind:
            self._is_behind = False
            load(self.data_folder, self.with_sample, is_patient=True)

    def uploads(self, replies: Sequence[Reply]) -> None:
        """Receives what several requests bring in one pass, tells each what was found, and loads all of it at once.

        Raises:
            TimeUnconfirmed: when somebody has to say first that the time is right; what was received before stands.
            OSError: when something could not be stored; so too.
        """
        sent = [(reply, one) for reply in replies if (one := _sent(reply)) is not None]
        counted = []
        with Desk(self.data_folder / "raw", self.with_sample, self._workbooks) as desk:
            outcomes = desk.receive_sent([one for _, one in sent]) if sent else ()
            for outcome, (reply, _) in zip(outcomes, sent, strict=True):
                outcome.said = desk.said(outcome)
                self._tell(desk, reply, outcome)
                if outcome.is_refused:
                    self._is_behind = True
                    reply.end("refused", outcome.said, outcome.findings, outcome_facts(outcome))
                else:
                    counted.append(Done(reply, outcome.said, outcome.findings, outcome_facts(outcome)))
        if counted:
            self._end_loaded(*counted)

    def _tell(self, desk: Desk, reply: Reply, outcome: Outcome) -> None:
        """Tells what was found before anything else is made of it, and lays a marked copy beside it."""
        said = outcome.said or say("clerk.taken_up")
        stage = said if outcome.is_refused else say_each("clerk.loading", {"said": said})
        reply.stage(stage, outcome.findings, outcome_facts(outcome))
        if outcome.findings:
            with reply.request.content() as content:
                own = content.read(), desk.workbooks
            reply.mark(marked_copy(desk.seen(outcome), outcome.findings, self._office().languages, own))

    def _step(self, request: Request, facts: dict[str, Any], reply: Reply) -> None:
        version = facts.get("version")
        if version is not None and type(version) is not int:
            raise BadRequest("version 应为整数", "version must be a whole number")
        of = _kind(facts)
        asked = StepRequest(
            kind_id=of.kind_id,
            step=text(facts, "step") or "",
            programme=text(facts, "programme_id") or "",
            period=text(facts, "period_id") or "",
            subject=text(facts, of.sender),
            by=text(facts, "by"),
            reason=text(facts, "reason"),
            version=version,
            request_id=request.request_id,
            received_on=day(facts, "received_on"),
            due_on=day(facts, "due_on"),
            seen_until=moment(facts, "seen_until"),
        )
        office, judge = self._office(), Judging(self.data_folder, self.with_sample)
        outcome = take_step(office.archive, office.register, asked, self.with_sample, judge)
        if outcome.step is None:
            reply.end("refused", outcome.said, outcome={"code": outcome.code})
            return
        reply.stage(say_each("clerk.loading", {"said": outcome.said}))
        self._end_loaded(Done(reply, outcome.said, [], asdict(outcome.step)))

    def _template(self, request: Request, facts: dict[str, Any], reply: Reply) -> None:
        of = _kind(facts)
        asked = {name: text(facts, name) or "" for name in ("programme_id", "period_id", of.sender)}
        place = asked[of.sender], asked["period_id"], asked["programme_id"] or None
        made = make_template(self._office(), *place, of.kind_id)
        request.write(TEMPLATE_FILE, workbook_bytes(made))
        unit = Bilingual(made.subject_name, made.subject_name_en)
        said = say_each("clerk.template", {"unit": unit}, period=made.period)
        reply.end("done", said, outcome=asked | {"file": TEMPLATE_FILE})

    def _time(self, facts: dict[str, Any], reply: Reply) -> None:
        by, shown_at = text(facts, "by"), moment(facts, "shown_at")
        if shown_at is None:
            raise BadRequest("没有写明确认的是哪一时刻", "it does not say which time is confirmed")
        if code := name_objection(by):
            reply.end("refused", say(f"round.{code}"))
            return
        archive = Archive(self.data_folder / "raw")
        if not archive.is_time_sure():
            if abs(clock.now() - shown_at) > MOST_AHEAD:  # Set anew since it was shown: that was not confirmed.
                reply.end("refused", say("clerk.other_time"))
                return
            archive.confirm_clock((by or "").strip(), CONFIRMED)
        reply.end("done", say("clerk.time_confirmed"))

    def _office(self) -> Office:
        return Office(self.data_folder / "raw", self.with_sample)

    def _end_loaded(self, *done: Done) -> None:
        try:
            loaded = load(self.data_folder, self.with_sample, is_patient=True)
        except Exception as error:
            # Whatever kept it from loading, what was recorded stands, and the old figures stay: both must be said.
            traceback.print_exc()
            for one in done:
                one.end(_not_loaded(one.said, str(error)), "failed")
            return
        self._is_behind = False
        if loaded.state == "refused":
            first = next((finding for finding in loaded.findings if finding.severity == "error"), None)
            place = f"{first.file} {first.row_number or ''} {first.column_name or ''}".strip() if first else "-"
            for one in done:
                one.end(_not_loaded(one.said, place), "refused")
            return
        for one in done:
            one.end(one.said, loaded.state, loaded.build.build_id if loaded.build else None)


@dataclass(frozen=True)
class Done:
    """What was recorded for a request, whose answer is to come once it has been loaded."""

    reply: Reply
    said: Bilingual
    findings: Sequence[Finding]
    outcome: dict[str, Any]

    def end(self, said: Bilingual, load: str, build_id: str | None = None) -> None:
        """Answers it, with what became of the load."""
        self.reply.end("done", said, self.findings, self.outcome | {"load": load}, build_id)


def _sent(reply: Reply) -> Sent | None:
    """What an upload brings; None where the request says or holds something else, which it is then told."""
    request = reply.request
    try:
        facts = request.facts()
        by, name = text(facts, "by"), file_name(text(facts, "file_name"))
        if code := name_objection(by):
            reply.end("refused", say(f"round.{code}"))
            return None
        reply.stage(say("clerk.checking", file=name))
        with request.content() as content:
            require_hash(content, text(facts, "sha256"))
    except BadRequest as bad:
        reply.end("refused", bad.sentence)
        return None
    return Sent(name, request.content, Sender(by, request.request_id))


def _kind(facts: dict[str, Any]) -> Kind:
    of = meant(facts)
    if of is None:
        known, named = ", ".join(one.kind_id for one in kinds()), facts["report_kind"]
        raise BadRequest(f"{named}: 没有这类报告,可用 {known}", f"{named} is no kind of report; there are: {known}")
    return of


def _not_loaded(said: Bilingual, place: str) -> Bilingual:
    return say_each("clerk.not_loaded", {"said": said}, place=place[:300])
