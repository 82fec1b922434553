"""The annual summary of one centre: its facts, report, data beside last year's, verdicts, money."""

from __future__ import annotations

from decimal import Decimal

from dashboards import formats
from dashboards.documents.contents import centre_tables as tables
from dashboards.documents.contents.composition import composed, items
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Annex, Block, Heading, Paper, Paragraph
from dashboards.phrases.centres import wan_text
from metrics.reading.annual_report import AnnualReport, ReportStanding
from metrics.reading.centre import CentreVerdict, CentreView, RuleDocument

NEEDS_WORDS = ("broken", "attention")


def centre_summary(wording: Wording, view: CentreView, report: AnnualReport) -> Paper:
    """The whole summary."""
    standing = report.standing
    names = {"centre": view.line.centre_name, "year": str(standing.year)}
    heading = wording.say
    blocks: list[Block] = [
        Paragraph(_opening(wording, standing)),
        Heading(1, heading("centre_heading.facts")), tables.facts_table(wording, view), *_life(wording, view),
        Heading(1, heading("centre_heading.report")), *_report(wording, report),
        Heading(1, heading("centre_heading.data")), *_data(wording, report),
        Heading(1, heading("centre_heading.narrative")), *_narrative(wording, standing),
        Heading(1, heading("centre_heading.verdicts")), *_verdicts(wording, view),
        Heading(1, heading("centre_heading.money")), *_money(wording, view),
        Heading(1, heading("heading.method")), *items(_method(wording, view)),
    ]  # fmt: skip
    annexes = [Annex.of(tables.verdicts_table(wording, view.verdicts))] if view.verdicts else []
    to = wording.screen.name(standing.filed_with) if standing.filed_with else wording.say("centre_summary.to_all")
    return composed(wording, "centre_summary", names, {"to": to}, blocks, annexes, wording.footer(None))


def _opening(wording: Wording, standing: ReportStanding) -> str:
    named = {"centre": standing.centre_name, "year": standing.year}
    if standing.title is None:
        return wording.say("centre_summary.opening_gap", **named)
    document = wording.say("document", title=wording.screen.name(standing.title), number="")
    return wording.say("centre_summary.opening", document=document, article=standing.article, **named)


def _life(wording: Wording, view: CentreView) -> list[Block]:
    line = view.line
    state = wording.screen.words(f"centre.state.{line.state or 'none'}")
    since = (
        wording.screen.words("centre.since", day=formats.day(line.since_on, wording.language)) if line.since_on else ""
    )
    day = formats.day(line.judged_on, wording.language)
    sentence = wording.say("centre_life.now", day=day, state=state, since=since) + wording.told(line.next)
    return [Paragraph(sentence), *([tables.steps_table(wording, view.steps)] if view.steps else [])]


def _report(wording: Wording, report: AnnualReport) -> list[Block]:
    standing, say = report.standing, wording.say
    sentence = say(f"centre_report_told.{standing.state}", year=standing.year)
    if standing.is_reported and standing.received_on:
        nil = say("centre_report_told.nil") if standing.is_nil else ""
        day = formats.day(standing.received_on, wording.language)
        sentence = say("centre_report_told.came", year=standing.year, day=day, nil=nil) + sentence
    if standing.returned_count:
        sentence += say("centre_report_told.versions", count=standing.version_count, returned=standing.returned_count)
    blocks: list[Block] = [Paragraph(sentence), Paragraph(_route(wording, standing))]
    return [*blocks, *([tables.path_table(wording, report.steps)] if report.steps else [])]


def _route(wording: Wording, standing: ReportStanding) -> str:
    if standing.title is None or standing.filed_with is None:
        return wording.say("centre_route.none", year=standing.year)
    named = {"document": wording.say("document", title=wording.screen.name(standing.title), number=""),
             "article": standing.article, "to": wording.screen.name(standing.filed_with)}  # fmt: skip
    if standing.through is None:
        return wording.say("centre_route.direct", **named)
    return wording.say("centre_route.through", through=wording.screen.name(standing.through), **named)


def _data(wording: Wording, report: AnnualReport) -> list[Block]:
    if not report.data:
        code = "nil" if report.standing.is_nil else "none"
        return [Paragraph(wording.say(f"centre_data.{code}"))]
    return [Paragraph(wording.say("centre_data.note")), tables.data_table(wording, report.data, report.standing.year)]


def _narrative(wording: Wording, standing: ReportStanding) -> list[Block]:
    blocks: list[Block] = []
    for name in ("progress", "problems", "next_steps"):
        text = getattr(standing, name)
        told = wording.say("centre_narrative.missing") if text is None else text
        blocks += [Heading(2, wording.say(f"centre_narrative.{name}")), Paragraph(told)]
    return blocks


def _verdicts(wording: Wording, view: CentreView) -> list[Block]:
    if not view.verdicts:
        return [Paragraph(wording.say("centre_rules.none"))]
    counts = wording.join(
        wording.say("centre_rules.count", verdict=wording.screen.words(f"centre_verdict.{name}"), count=count)
        for name in dict.fromkeys(verdict.verdict for verdict in view.verdicts)
        if (count := sum(verdict.verdict == name for verdict in view.verdicts))
    )
    day = formats.day(view.line.judged_on, wording.language)
    blocks: list[Block] = [Paragraph(wording.say("centre_rules.judged", day=day, counts=counts))]
    worst = [verdict for verdict in view.verdicts if verdict.verdict in NEEDS_WORDS]
    if not worst:
        return [*blocks, Paragraph(wording.say("centre_rules.nothing"))]
    return [*blocks, *items(_verdict(wording, verdict) for verdict in worst)]


def _verdict(wording: Wording, verdict: CentreVerdict) -> str:
    basis, working = "", wording.clause(wording.told(verdict.working))
    if verdict.title:
        document = wording.say("document", title=wording.screen.name(verdict.title), number="")
        basis = wording.say("centre_rules.basis", document=document, article=verdict.article)
    return wording.say(
        "centre_rules.item",
        verdict=wording.screen.words(f"centre_verdict.{verdict.verdict}"),
        topic=wording.screen.words(f"topic.{verdict.topic}"),
        sentence=wording.told(verdict.sentence),
        working=wording.say("centre_rules.working", working=working) if working else "",
        basis=basis,
    )


def _money(wording: Wording, view: CentreView) -> list[Block]:
    if not view.entries:
        return [Paragraph(wording.screen.words("centre.no_ledger"))]
    sums = wording.join(
        wording.say("centre_money.sum", kind=wording.screen.words(f"centre.entry.{kind}"), amount=wan_text(total))
        for kind in ("grant", "matching", "spending")
        if (total := sum((e.amount_value for e in view.entries if e.kind == kind), Decimal(0)))
    )
    blocks: list[Block] = [Paragraph(wording.say("centre_money.sums", sums=sums))]
    if not view.limits:
        return [*blocks, Paragraph(wording.screen.words("centre.no_caps"))]
    return [*blocks, tables.limits_table(wording, view.limits)]


def _method(wording: Wording, view: CentreView) -> list[str]:
    told = [wording.say("centre_method.data"), wording.say("centre_method.day"), wording.say("centre_method.missing")]
    return [*told, *(_validity(wording, document) for document in view.documents)]


def _validity(wording: Wording, document: RuleDocument) -> str:
    first = formats.day(document.first_on, wording.language)
    last = (
        formats.day(document.expires_on, wording.language)
        if document.expires_on
        else wording.screen.words("centre.open_end")
    )
    title = wording.screen.name(document.title) if document.title else document.document_id
    code = "in_force" if document.is_stated else "followed"
    return wording.say(f"centre_method.{code}", title=title, first=first, last=last)
