"""The section on technology innovation centres in a bulletin: where they stand, their reports, what is broken."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import formats
from dashboards.documents import centre_tables as tables
from dashboards.documents.desk import Desk
from dashboards.documents.paper import Annex, Block, Heading, Paragraph
from metrics.rules.classes import SAMPLE
from metrics.views.annual_report import CentreRound, ReportStanding
from metrics.views.centre import CentreVerdict

# In this order they are told; who has not reported is named.
COUNTED = (
    "filed",
    "forwarded",
    "submitted",
    "returned",
    "missing",
    "not_over",
    "not_asked",
    "type_unknown",
    "not_collected",
)
NAMED = ("returned", "missing")


def centre_section(desk: Desk, centres: CentreRound) -> list[Block]:
    """The section, without its heading of level 1."""
    blocks: list[Block] = [Paragraph(_on_record(desk, centres))]
    blocks += [Heading(2, desk.say("centre_section.reports", year=centres.year)), *_reports(desk, centres)]
    return [*blocks, Heading(2, desk.say("centre_section.verdicts")), *_verdicts(desk, centres)]


def centre_annexes(desk: Desk, centres: CentreRound) -> list[Annex]:
    """The annual reports centre by centre; none where no centre has a report to speak of."""
    return [Annex.of(tables.standings_table(desk, centres.standings))] if centres.standings else []


def _on_record(desk: Desk, centres: CentreRound) -> str:
    states = [line.state or "none" for line in centres.lines]
    parts = desk.join(
        desk.say("centre_section.state", state=desk.screen.words(f"centre.state.{state}"), count=states.count(state))
        for state in dict.fromkeys(states)
    )
    samples = sum(line.provenance == SAMPLE for line in centres.lines)
    told = desk.say("centre_section.samples", count=samples) if samples else ""
    day = formats.day(centres.lines[0].judged_on, desk.language)
    return desk.say("centre_section.on_record", day=day, count=len(states), samples=told, parts=parts)


def _reports(desk: Desk, centres: CentreRound) -> list[Block]:
    if not centres.standings:
        return [Paragraph(desk.say("centre_section.no_reports", year=centres.year))]
    counts = desk.join(
        desk.say("centre_section.state", state=desk.told(found[0].state_words), count=len(found))
        for state in COUNTED
        if (found := centres.named(state))
    )
    blocks: list[Block] = [Paragraph(desk.say("centre_section.counts", year=centres.year, counts=counts))]
    for state in NAMED:
        if found := centres.named(state):
            blocks.append(Paragraph(desk.say(f"centre_section.{state}", centres=_names(desk, found))))
    if nil := [entry for entry in centres.standings if entry.is_nil]:
        blocks.append(Paragraph(desk.say("centre_section.nil", centres=_names(desk, nil))))
    asked = next((entry for entry in centres.standings if entry.title), None)
    code = "centre_section.basis" if asked else "centre_section.no_basis"
    title = desk.screen.name(asked.title) if asked and asked.title else ""
    document = desk.say("document", title=title, number="") if title else ""
    article = asked.article if asked else ""
    return [*blocks, Paragraph(desk.say(code, year=centres.year, document=document, article=article))]


def _names(desk: Desk, found: Sequence[ReportStanding]) -> str:
    return desk.join(entry.centre_name for entry in found)


def _verdicts(desk: Desk, centres: CentreRound) -> list[Block]:
    blocks: list[Block] = []
    day = formats.day(centres.lines[0].judged_on, desk.language)
    for name in ("broken", "attention"):
        found = [verdict for verdict in centres.verdicts if verdict.verdict == name]
        if found:
            shown = desk.screen.words(f"centre_verdict.{name}")
            counted = {"verdict": shown, "count": len(found), "samples": _samples(desk, found)}
            blocks.append(Paragraph(desk.say("centre_section.verdict_count", day=day, **counted)))
            blocks += [Heading(3, _verdict(desk, verdict)) for verdict in found]
    return blocks or [Paragraph(desk.say("centre_rules.nothing"))]


def _samples(desk: Desk, found: Sequence[CentreVerdict]) -> str:
    count = sum(verdict.provenance == SAMPLE for verdict in found)
    return desk.say("centre_section.sample_verdicts", count=count) if count else ""


def _verdict(desk: Desk, verdict: CentreVerdict) -> str:
    basis = ""
    if verdict.title:
        document = desk.say("document", title=desk.screen.name(verdict.title), number="")
        basis = desk.say("centre_rules.basis", document=document, article=verdict.article)
    topic, sentence = desk.screen.words(f"topic.{verdict.topic}"), desk.told(verdict.sentence)
    return desk.say("centre_section.verdict", centre=verdict.centre_name, topic=topic, sentence=sentence, basis=basis)
