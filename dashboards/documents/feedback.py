"""The feedback document of one unit in one programme and round, from the same view as the unit's page."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import formats
from dashboards.components.reports import lateness
from dashboards.documents import tables
from dashboards.documents.bulletin import status_parts, target_blocks
from dashboards.documents.composition import composed, items
from dashboards.documents.desk import Desk
from dashboards.documents.paper import Annex, Block, Heading, Paper, Paragraph
from dashboards.documents.working_annex import Workings, working_annex
from metrics.views import Document, ReportState, UnitScorecard


def feedback(desk: Desk, view: UnitScorecard, documents: Sequence[Document], workings: Workings) -> Paper:
    """The whole feedback document."""
    names = desk.names(view.programme, view.round)
    opening = desk.say("feedback.opening", documents=desk.documents(documents), period=desk.period(view.round))
    blocks: list[Block] = [Paragraph(opening), Heading(1, desk.say("heading.overall")), Paragraph(_overall(desk, view))]
    blocks += [Heading(1, desk.say("heading.unit_asks")), *items(asks(desk, view))]
    blocks += [Heading(1, desk.say("heading.reports")), *_reports(desk, view)]
    blocks += [Heading(1, desk.say("heading.own")), *_own_targets(desk, view)]
    blocks += [Heading(1, desk.say("heading.lead_tasks")), *_lead_tasks(desk, view)]
    if view.served_targets:
        blocks += [Heading(1, desk.say("heading.served")), *target_blocks(desk, view.served_targets)]
    method = desk.method(view.programme, view.round, view.thresholds, documents)
    blocks += [Heading(1, desk.say("heading.method")), *items(method)]
    addressed = {"unit": desk.screen.name(view.unit.name)}
    return composed(desk, "feedback", names, addressed, blocks, _annexes(desk, view, workings), desk.footer(view.round))


def current_report(view: UnitScorecard) -> ReportState | None:
    """The unit's report of the round, where the programme has one."""
    chosen = view.round
    return next((report for report in view.reports if chosen and report.period_id == chosen.period_id), None)


def asks(desk: Desk, view: UnitScorecard) -> list[str]:
    """What the unit is asked to check and settle, each in a sentence; never an empty list."""
    say, name, found = desk.say, desk.screen.name, list[str]()
    report, period = current_report(view), desk.short_period(view.round)
    is_owed = report is not None and report.is_lead and report.is_collected
    if report and report.open_state and (is_owed or report.open_state == "returned"):
        found.append(say(f"unit_asks.{report.open_state}", period=period))
    for target in view.own_targets:
        status = desk.screen.words(f"status.{target.status}")
        if target.status in ("behind", "missed"):
            found.append(say("unit_asks.behind", name=name(target.name), status=status))
        elif target.status == "no_data":
            found.append(say("unit_asks.no_data", name=name(target.name)))
    for task in view.tasks:
        place = {"number": task.task_number, "name": name(task.name)}
        if task.role == "lead" and task.task_status is None and report is not None and report.is_collected:
            found.append(say("unit_asks.silent_task", **place))
        if task.is_ambiguous:
            found.append(say("unit_asks.ambiguous", note=name(task.note), **place))
    return found or [say("unit_asks.none")]


def _overall(desk: Desk, view: UnitScorecard) -> str:
    lead, support = len(view.tasks_as("lead")), len(view.tasks_as("support"))
    key = "overall.unit" if lead else "overall.unit_supports"
    sentence = desk.say(key, lead=lead, support=support)
    if not view.own_targets:
        return sentence
    parts = status_parts(desk, view.own_targets)
    return sentence + desk.say("overall.unit_targets", count=len(view.own_targets), parts=parts)


def _reports(desk: Desk, view: UnitScorecard) -> list[Block]:
    report = current_report(view)
    rounds = [entry for entry in view.reports if view.round and entry.due_on <= view.round.due_on]
    if report is None or not report.is_collected:
        return [Paragraph(desk.say("overall.not_collected"))]
    if not report.is_lead and report.state == "missing":
        return [Paragraph(desk.say("reports.optional")), tables.reports_table(desk, rounds, "round")]
    sentence = desk.say(
        "reports.own",
        period=desk.short_period(view.round),
        due=formats.day(report.due_on, desk.language),
        state=desk.screen.words(f"state.{report.shown_state}"),
    )
    late = lateness(desk.screen, report)
    if late != desk.screen.words("dash"):
        sentence += desk.say("reports.own_lateness", lateness=late)
    if report.state == "returned" and report.last_reason:
        sentence += desk.say("reports.own_reason", reason=desk.clause(report.last_reason))
    return [Paragraph(sentence), tables.reports_table(desk, rounds, "round")]


def _own_targets(desk: Desk, view: UnitScorecard) -> list[Block]:
    if not view.own_targets:
        return [Paragraph(desk.say("targets.none"))]
    illustrative = any(target.target_provenance == "sample" for target in view.own_targets)
    note: list[Block] = [Paragraph(desk.say("targets.illustrative"))] if illustrative else []
    return [*note, tables.targets_table(desk, view.own_targets, desk.say("table.own"))]


def _lead_tasks(desk: Desk, view: UnitScorecard) -> list[Block]:
    listed = view.tasks_as("lead")
    return [tables.tasks_table(desk, listed, "lead_tasks")] if listed else [Paragraph(desk.say("tasks.none"))]


def _annexes(desk: Desk, view: UnitScorecard, workings: Workings) -> list[Annex]:
    found: list[Annex] = []
    targets = [*view.own_targets, *view.served_targets]
    if targets:
        found.append(Annex.of(tables.targets_detail(desk, targets)))
    if view.tasks_as("support"):
        found.append(Annex.of(tables.tasks_table(desk, view.tasks_as("support"), "support_tasks")))
    # Last, since it is the longest.
    return [*found, working_annex(desk, targets, workings)] if targets else found
