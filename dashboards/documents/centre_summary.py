"""The annual summary of one centre: its facts, report, data beside last year's, verdicts, money."""

from __future__ import annotations

from decimal import Decimal

from dashboards import formats
from dashboards.components.centres.marks import plain
from dashboards.documents import centre_tables as tables
from dashboards.documents.composition import composed, items
from dashboards.documents.desk import Desk
from dashboards.documents.paper import Annex, Block, Heading, Paper, Paragraph
from metrics.views.annual_report import AnnualReport, ReportStanding
from metrics.views.centre import CentreVerdict, CentreView, RuleDocument

NEEDS_WORDS = ("broken", "attention")


def centre_summary(desk: Desk, view: CentreView, report: AnnualReport) -> Paper:
    """The whole summary."""
    standing = report.standing
    names = {"centre": view.line.centre_name, "year": str(standing.year)}
    heading = desk.say
    blocks: list[Block] = [
        Paragraph(_opening(desk, standing)),
        Heading(1, heading("centre_heading.facts")), tables.facts_table(desk, view), *_life(desk, view),
        Heading(1, heading("centre_heading.report")), *_report(desk, report),
        Heading(1, heading("centre_heading.data")), *_data(desk, report),
        Heading(1, heading("centre_heading.narrative")), *_narrative(desk, standing),
        Heading(1, heading("centre_heading.verdicts")), *_verdicts(desk, view),
        Heading(1, heading("centre_heading.money")), *_money(desk, view),
        Heading(1, heading("heading.method")), *items(_method(desk, view)),
    ]  # fmt: skip
    annexes = [Annex.of(tables.verdicts_table(desk, view.verdicts))] if view.verdicts else []
    to = desk.screen.name(standing.filed_with) if standing.filed_with else desk.say("centre_summary.to_all")
    return composed(desk, "centre_summary", names, {"to": to}, blocks, annexes, desk.footer(None))


def _opening(desk: Desk, standing: ReportStanding) -> str:
    named = {"centre": standing.centre_name, "year": standing.year}
    if standing.title is None:
        return desk.say("centre_summary.opening_gap", **named)
    document = desk.say("document", title=desk.screen.name(standing.title), number="")
    return desk.say("centre_summary.opening", document=document, article=standing.article, **named)


def _life(desk: Desk, view: CentreView) -> list[Block]:
    line = view.line
    state = desk.screen.words(f"centre.state.{line.state or 'none'}")
    since = desk.screen.words("centre.since", day=formats.day(line.since_on, desk.language)) if line.since_on else ""
    day = formats.day(line.judged_on, desk.language)
    sentence = desk.say("centre_life.now", day=day, state=state, since=since) + desk.told(line.next)
    return [Paragraph(sentence), *([tables.steps_table(desk, view.steps)] if view.steps else [])]


def _report(desk: Desk, report: AnnualReport) -> list[Block]:
    standing, say = report.standing, desk.say
    sentence = say(f"centre_report_told.{standing.state}", year=standing.year)
    if standing.is_reported and standing.received_on:
        nil = say("centre_report_told.nil") if standing.is_nil else ""
        day = formats.day(standing.received_on, desk.language)
        sentence = say("centre_report_told.came", year=standing.year, day=day, nil=nil) + sentence
    if standing.returned_count:
        sentence += say("centre_report_told.versions", count=standing.version_count, returned=standing.returned_count)
    blocks: list[Block] = [Paragraph(sentence), Paragraph(_route(desk, standing))]
    return [*blocks, *([tables.path_table(desk, report.steps)] if report.steps else [])]


def _route(desk: Desk, standing: ReportStanding) -> str:
    if standing.title is None or standing.filed_with is None:
        return desk.say("centre_route.none", year=standing.year)
    named = {"document": desk.say("document", title=desk.screen.name(standing.title), number=""),
             "article": standing.article, "to": desk.screen.name(standing.filed_with)}  # fmt: skip
    if standing.through is None:
        return desk.say("centre_route.direct", **named)
    return desk.say("centre_route.through", through=desk.screen.name(standing.through), **named)


def _data(desk: Desk, report: AnnualReport) -> list[Block]:
    if not report.data:
        code = "nil" if report.standing.is_nil else "none"
        return [Paragraph(desk.say(f"centre_data.{code}"))]
    return [Paragraph(desk.say("centre_data.note")), tables.data_table(desk, report.data, report.standing.year)]


def _narrative(desk: Desk, standing: ReportStanding) -> list[Block]:
    blocks: list[Block] = []
    for name in ("progress", "problems", "next_steps"):
        text = getattr(standing, name)
        told = desk.say("centre_narrative.missing") if text is None else text
        blocks += [Heading(2, desk.say(f"centre_narrative.{name}")), Paragraph(told)]
    return blocks


def _verdicts(desk: Desk, view: CentreView) -> list[Block]:
    if not view.verdicts:
        return [Paragraph(desk.say("centre_rules.none"))]
    counts = desk.join(
        desk.say("centre_rules.count", verdict=desk.screen.words(f"centre_verdict.{name}"), count=count)
        for name in dict.fromkeys(verdict.verdict for verdict in view.verdicts)
        if (count := sum(verdict.verdict == name for verdict in view.verdicts))
    )
    day = formats.day(view.line.judged_on, desk.language)
    blocks: list[Block] = [Paragraph(desk.say("centre_rules.judged", day=day, counts=counts))]
    worst = [verdict for verdict in view.verdicts if verdict.verdict in NEEDS_WORDS]
    if not worst:
        return [*blocks, Paragraph(desk.say("centre_rules.nothing"))]
    return [*blocks, *items(_verdict(desk, verdict) for verdict in worst)]


def _verdict(desk: Desk, verdict: CentreVerdict) -> str:
    basis, working = "", desk.clause(desk.told(verdict.working))
    if verdict.title:
        document = desk.say("document", title=desk.screen.name(verdict.title), number="")
        basis = desk.say("centre_rules.basis", document=document, article=verdict.article)
    return desk.say(
        "centre_rules.item",
        verdict=desk.screen.words(f"centre_verdict.{verdict.verdict}"),
        topic=desk.screen.words(f"topic.{verdict.topic}"),
        sentence=desk.told(verdict.sentence),
        working=desk.say("centre_rules.working", working=working) if working else "",
        basis=basis,
    )


def _money(desk: Desk, view: CentreView) -> list[Block]:
    if not view.entries:
        return [Paragraph(desk.screen.words("centre.no_ledger"))]
    sums = desk.join(
        desk.say("centre_money.sum", kind=desk.screen.words(f"centre.entry.{kind}"), amount=plain(total))
        for kind in ("grant", "matching", "spending")
        if (total := sum((e.amount_value for e in view.entries if e.kind == kind), Decimal(0)))
    )
    blocks: list[Block] = [Paragraph(desk.say("centre_money.sums", sums=sums))]
    if not view.limits:
        return [*blocks, Paragraph(desk.screen.words("centre.no_caps"))]
    return [*blocks, tables.limits_table(desk, view.limits)]


def _method(desk: Desk, view: CentreView) -> list[str]:
    told = [desk.say("centre_method.data"), desk.say("centre_method.day"), desk.say("centre_method.missing")]
    return [*told, *(_validity(desk, document) for document in view.documents)]


def _validity(desk: Desk, document: RuleDocument) -> str:
    first = formats.day(document.first_on, desk.language)
    last = (
        formats.day(document.expires_on, desk.language) if document.expires_on else desk.screen.words("centre.open_end")
    )
    title = desk.screen.name(document.title) if document.title else document.document_id
    code = "in_force" if document.is_stated else "followed"
    return desk.say(f"centre_method.{code}", title=title, first=first, last=last)
