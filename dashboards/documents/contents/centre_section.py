"""The section on technology innovation centres in a bulletin: where they stand, their reports, what is broken."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import formats
from dashboards.documents.contents import centre_tables as tables
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Annex, Block, Heading, Paragraph
from metrics.reading.annual_report import CentreRound, ReportStanding
from metrics.reading.centre import CentreVerdict
from metrics.rules.classes import SAMPLE

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


def centre_section(wording: Wording, centres: CentreRound) -> list[Block]:
    """The section, without its heading of level 1."""
    blocks: list[Block] = [Paragraph(_on_record(wording, centres))]
    blocks += [Heading(2, wording.say("centre_section.reports", year=centres.year)), *_reports(wording, centres)]
    return [*blocks, Heading(2, wording.say("centre_section.verdicts")), *_verdicts(wording, centres)]


def centre_annexes(wording: Wording, centres: CentreRound) -> list[Annex]:
    """The annual reports centre by centre; none where no centre has a report to speak of."""
    return [Annex.of(tables.standings_table(wording, centres.standings))] if centres.standings else []


def _on_record(wording: Wording, centres: CentreRound) -> str:
    states = [line.state or "none" for line in centres.lines]
    parts = wording.join(
        wording.say(
            "centre_section.state", state=wording.screen.words(f"centre.state.{state}"), count=states.count(state)
        )
        for state in dict.fromkeys(states)
    )
    samples = sum(line.provenance == SAMPLE for line in centres.lines)
    told = wording.say("centre_section.samples", count=samples) if samples else ""
    day = formats.day(centres.lines[0].judged_on, wording.language)
    return wording.say("centre_section.on_record", day=day, count=len(states), samples=told, parts=parts)


def _reports(wording: Wording, centres: CentreRound) -> list[Block]:
    if not centres.standings:
        return [Paragraph(wording.say("centre_section.no_reports", year=centres.year))]
    counts = wording.join(
        wording.say("centre_section.state", state=wording.told(standings[0].state_words), count=len(standings))
        for state in COUNTED
        if (standings := centres.named(state))
    )
    blocks: list[Block] = [Paragraph(wording.say("centre_section.counts", year=centres.year, counts=counts))]
    for state in NAMED:
        if standings := centres.named(state):
            blocks.append(Paragraph(wording.say(f"centre_section.{state}", centres=_names(wording, standings))))
    if nil := [entry for entry in centres.standings if entry.is_nil]:
        blocks.append(Paragraph(wording.say("centre_section.nil", centres=_names(wording, nil))))
    asked = next((entry for entry in centres.standings if entry.title), None)
    code = "centre_section.basis" if asked else "centre_section.no_basis"
    title = wording.screen.name(asked.title) if asked and asked.title else ""
    document = wording.say("document", title=title, number="") if title else ""
    article = asked.article if asked else ""
    return [*blocks, Paragraph(wording.say(code, year=centres.year, document=document, article=article))]


def _names(wording: Wording, found: Sequence[ReportStanding]) -> str:
    return wording.join(entry.centre_name for entry in found)


def _verdicts(wording: Wording, centres: CentreRound) -> list[Block]:
    blocks: list[Block] = []
    day = formats.day(centres.lines[0].judged_on, wording.language)
    for name in ("broken", "attention"):
        found = [verdict for verdict in centres.verdicts if verdict.verdict == name]
        if found:
            shown = wording.screen.words(f"centre_verdict.{name}")
            counted = {"verdict": shown, "count": len(found), "samples": _samples(wording, found)}
            blocks.append(Paragraph(wording.say("centre_section.verdict_count", day=day, **counted)))
            blocks += [Heading(3, _verdict(wording, verdict)) for verdict in found]
    return blocks or [Paragraph(wording.say("centre_rules.nothing"))]


def _samples(wording: Wording, found: Sequence[CentreVerdict]) -> str:
    count = sum(verdict.provenance == SAMPLE for verdict in found)
    return wording.say("centre_section.sample_verdicts", count=count) if count else ""


def _verdict(wording: Wording, verdict: CentreVerdict) -> str:
    basis = ""
    if verdict.title:
        document = wording.say("document", title=wording.screen.name(verdict.title), number="")
        basis = wording.say("centre_rules.basis", document=document, article=verdict.article)
    topic, sentence = wording.screen.words(f"topic.{verdict.topic}"), wording.told(verdict.sentence)
    return wording.say(
        "centre_section.verdict", centre=verdict.centre_name, topic=topic, sentence=sentence, basis=basis
    )
