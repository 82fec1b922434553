"""What the clerk does for the page of programmes: hands out workbooks, looks at what is sent, publishes it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from expectations.result import Finding
from metrics.contract import CONTENT_FILE, TEMPLATE_FILE
from metrics.office import office_that_holds
from metrics.sentences import LANGUAGES, Bilingual, say, say_each
from pipelines.archive import Archive
from pipelines.clerk.facts import file_name, text
from pipelines.clerk.looking import LOOKED_AT, Asked, asked
from pipelines.clerk.replies import Reply
from pipelines.clerk.requests import BadRequest, Request, RequestInbox
from pipelines.definitions.desk import Definitions, marked_workbook, settled
from pipelines.definitions.difference import CHANGED, ENDED, MINE, NEW, THEIRS
from pipelines.definitions.preview import Preview
from pipelines.definitions.publications import in_force, require_in_force
from pipelines.definitions.single_change import CHANNEL
from pipelines.definitions.telling import named, told, told_conflict
from pipelines.definitions.things import read_things
from pipelines.publishing import REFUSED, foresee, publication_objection, publish_workbook
from pipelines.records import Publication

TEMPLATE, PUBLISH = "programme_template", "programme_publish"
PROGRAMME_KINDS = (TEMPLATE, *LOOKED_AT, PUBLISH)


@dataclass(frozen=True)
class Published:
    """What was published and is to be loaded: the sentence on it, what to look at, and the publication as facts."""

    said: Bilingual
    findings: Sequence[Finding]
    outcome: dict[str, Any]


@dataclass(frozen=True)
class _Checked:
    """What was looked at and passed: as it was asked, the publication in force then, and the conflicts as settled."""

    asked: Asked
    publication: str | None
    sides: dict[int, str] = field(default_factory=dict)


class ProgrammeDesk:
    """Requests about the definitions of one office."""

    def __init__(self, data_folder: Path, with_sample: bool) -> None:
        self.data_folder, self.with_sample = data_folder, with_sample
        self._definitions = Definitions(data_folder / "raw")

    def run(self, request: Request, facts: dict[str, Any], reply: Reply) -> Published | None:
        """Carries one request out; answers it, but for what was published, which is to be loaded first.

        Raises:
            BadRequest: for one that says something else than requests of its kind say.
            UnknownProgramme: for the workbook of a programme that is not there.
            OvertakenPublication: when somebody has published since the preview.
        """
        if facts["kind"] == TEMPLATE:
            self._template(request, facts, reply)
        elif facts["kind"] in LOOKED_AT:
            self._check(request, facts, reply)
        else:
            return self._publish(request, facts, reply)
        return None

    def _template(self, request: Request, facts: dict[str, Any], reply: Reply) -> None:
        programme, language = text(facts, "programme_id"), text(facts, "language")
        if language not in (None, *LANGUAGES):
            raise BadRequest("language 应为 zh 或 en", "language must be zh or en")
        request.write(TEMPLATE_FILE, self._definitions.workbook(programme, language))
        reply.end("done", say("clerk.programme_template"), outcome={"programme_id": programme, "file": TEMPLATE_FILE})

    def _check(self, request: Request, facts: dict[str, Any], reply: Reply) -> None:
        if facts.get("file_name"):
            reply.stage(say("clerk.checking", file=file_name(text(facts, "file_name"))))
        one = asked(self._definitions, request, facts)
        looked_at = one.look(None)
        reply.stage(say("clerk.programme_foreseeing"))
        foresee(self.data_folder, self.with_sample, looked_at)
        if looked_at.findings and one.has_cells:
            reply.mark(marked_workbook(looked_at, one.content, office_that_holds(self.data_folder).languages))
        outcome = _preview_facts(looked_at) | one.facts | {"sha256": hashlib.sha256(one.content).hexdigest()}
        state = "refused" if looked_at.is_refused else "done"
        is_open = bool(looked_at.changes or looked_at.conflicts) and state == "done"
        reply.end(state, _said(looked_at, one.name), looked_at.findings, outcome, is_kept=is_open or one.is_kept)

    def _publish(self, request: Request, facts: dict[str, Any], reply: Reply) -> Published | None:
        by, reason = text(facts, "by") or "", (text(facts, "reason") or "").strip()
        if objection := publication_objection(by, reason):
            reply.end("refused", objection)
            return None
        if (made := self._made_before(request)) is not None:
            return self._published(made, [])
        reply.stage(say("clerk.programme_publishing"))
        with RequestInbox(self.data_folder / "raw").open(text(facts, "check") or "") as checked:
            one = self._checked(checked, facts)
            looked_at = self._looked_again(one)
            if looked_at.is_refused or looked_at.conflicts or not looked_at.changes:
                reply.end("refused", _said(looked_at, one.asked.name), looked_at.findings, one.asked.facts)
                return None
            place = self.data_folder, self.with_sample, looked_at, one.asked.content
            outcome = publish_workbook(*place, by, reason, request.request_id)
            if outcome.state == REFUSED or outcome.publication is None:
                errors = [finding for finding in outcome.findings if finding.severity == "error"]
                refused = say("clerk.programme_not_loadable", count=len(errors))
                reply.end("refused", refused, outcome.findings, one.asked.facts)
                return None
            one.asked.after(looked_at)
            if checked is not None:
                checked.let_go(CONTENT_FILE)
        return self._published(outcome.publication, outcome.findings)

    def _looked_again(self, one: _Checked) -> Preview:
        """What was checked with its conflicts settled, held against the same definitions as then."""
        archive = Archive(self.data_folder / "raw")
        require_in_force(in_force(archive), one.publication)
        looked_at = one.asked.look(None)
        if one.sides:
            if not set(one.sides) <= set(range(1, len(looked_at.conflicts) + 1)):
                raise BadRequest("answers 中有不存在的序号", "answers names a conflict that is not there")
            looked_at = one.asked.look(settled(looked_at, one.sides))
        require_in_force(in_force(archive), one.publication)
        return looked_at

    def _checked(self, checked: Request | None, facts: dict[str, Any]) -> _Checked:
        """What was checked and passed, as it lies there.

        Raises:
            BadRequest: where it is gone, did not pass, or is not what the page names.
        """
        gone = BadRequest(*say("clerk.programme_gone"))
        if checked is None:
            raise gone
        said, answer, sha256 = checked.facts(), checked.answer(), text(facts, "sha256")
        outcome = answer.get("outcome")
        if said.get("kind") not in LOOKED_AT or answer.get("state") != "done" or not isinstance(outcome, dict):
            raise gone
        if sha256 is None or sha256 != outcome.get("sha256"):
            raise BadRequest("sha256 不是预览的那一份", "sha256 is not that of what was looked at")
        try:
            one = asked(self._definitions, checked, said)
        except BadRequest:
            raise gone from None
        if hashlib.sha256(one.content).hexdigest() != sha256:
            raise gone
        return _Checked(one, outcome["publication"], _sides(facts))

    def _made_before(self, request: Request) -> Publication | None:
        # Its worker died before it could answer: it is published once.
        made = Archive(self.data_folder / "raw").publications()
        return next((one for one in made if one.request_id == request.request_id), None)

    def _published(self, made: Publication, findings: Sequence[Finding]) -> Published:
        things = read_things(self._definitions.files())
        known = [("programme", one) for one in made.programmes if ("programme", one) in things]
        called = Bilingual("、".join(named(one, things, "zh") for one in known) or "定义",
                           ", ".join(named(one, things, "en") for one in known) or "definitions")  # fmt: skip
        said = say_each("clerk.programme_published", {"programmes": called}, by=made.by)
        return Published(said, findings, asdict(made))


def _sides(facts: dict[str, Any]) -> dict[int, str]:
    given = facts.get("answers") or {}
    is_whole = isinstance(given, dict) and all(
        number.isdecimal() and side in (MINE, THEIRS) for number, side in given.items()
    )
    if not is_whole:
        raise BadRequest("answers 应为 {序号: mine 或 theirs}", "answers must be {number: mine or theirs}")
    return {int(number): side for number, side in given.items()}


def _said(looked_at: Preview, name: Bilingual) -> Bilingual:
    """What a preview comes to, in one sentence."""
    if looked_at.is_refused:
        count = sum(finding.severity == "error" for finding in looked_at.findings)
        is_form = looked_at.book.channel == CHANNEL
        return say_each(f"clerk.programme_{'form_' if is_form else ''}faulty", {"file": name}, count=count)
    if looked_at.conflicts:
        return say_each("clerk.programme_conflicts", {"file": name}, count=len(looked_at.conflicts))
    if not looked_at.changes:
        return say_each("clerk.programme_same", {"file": name})
    return say_each("clerk.programme_passes", {"file": name}, **_counts(looked_at))


def _counts(looked_at: Preview) -> dict[str, int]:
    return {kind: sum(change.kind == kind for change in looked_at.changes) for kind in (NEW, CHANGED, ENDED)}


def _preview_facts(looked_at: Preview) -> dict[str, Any]:
    """A preview as the page is told it: every change and conflict in words, and what else is concerned."""
    before, after = looked_at.before, looked_at.after
    said = [(change.kind, told(change, before, after)) for change in looked_at.changes]
    touched = {one: ("programme", one) for one in looked_at.touched}
    things = {**before, **after}
    return {
        "programme_id": looked_at.programme_id, "publication": looked_at.publication, "counts": _counts(looked_at),
        "changes": [{"kind": kind, "words_zh": words.zh, "words_en": words.en} for kind, words in said],
        "conflicts": [{"words_zh": words.zh, "words_en": words.en}
                      for words in (told_conflict(one, things) for one in looked_at.conflicts)],
        "others": [{"programme_id": one, "words_zh": named(key, things, "zh"), "words_en": named(key, things, "en")}
                   for one, key in touched.items()],
        "rounds": looked_at.rounds if looked_at.changes else [],
    }  # fmt: skip
