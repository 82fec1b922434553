"""The feedback document of one unit in one programme and round, from the same view as the unit's page."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import formats
from dashboards.documents.contents import tables
from dashboards.documents.contents.bulletin import left_out, listed_targets, target_blocks, uncounted
from dashboards.documents.contents.composition import composed, items
from dashboards.documents.contents.gaps import lacks_figure, silent, task_names
from dashboards.documents.contents.wording import Wording
from dashboards.documents.contents.working_annex import Workings, working_annex
from dashboards.documents.typesetting.paper import Annex, Block, Heading, Paper, Paragraph
from dashboards.phrases.counts import counted_text
from dashboards.phrases.reports import lateness
from metrics.reading.counts import count_by_kind
from metrics.reading.programme import Document
from metrics.reading.report import ReportState
from metrics.reading.submission import Submission
from metrics.reading.unit import UnitScorecard

# What is said of tasks without progress: as lead or support, and by whether this system took in reports at all.
SILENT = {
    ("lead", True): "tasks.silent_lead",
    ("support", True): "tasks.silent_support",
    ("lead", False): "tasks.not_collected_lead",
    ("support", False): "tasks.not_collected_support",
}


def feedback(
    wording: Wording,
    view: UnitScorecard,
    documents: Sequence[Document],
    workings: Workings,
    report: Submission | None = None,
) -> Paper:
    """The whole feedback document; `report` is what the unit sent for the round, where it did."""
    names = wording.names(view.programme, view.round)
    opening = wording.say("feedback.opening", documents=wording.documents(documents), period=wording.period(view.round))
    blocks: list[Block] = [
        Paragraph(opening),
        Heading(1, wording.say("heading.overall")),
        Paragraph(_overall(wording, view)),
    ]
    blocks += [Heading(1, wording.say("heading.unit_asks")), *items(asks(wording, view))]
    blocks += [Heading(1, wording.say("heading.reports")), *_reports(wording, view)]
    blocks += [Heading(1, wording.say("heading.own")), *_own_targets(wording, view)]
    blocks += [Heading(1, wording.say("heading.tasks")), *_tasks(wording, view)]
    if view.served_targets:
        blocks += [Heading(1, wording.say("heading.served")), *target_blocks(wording, view.served_targets)]
    method = wording.method(view.programme, view.round, view.thresholds, documents)
    blocks += [Heading(1, wording.say("heading.method")), *items(method)]
    addressed = {"unit": wording.screen.name(view.unit.name)}
    return composed(
        wording,
        "feedback",
        names,
        addressed,
        blocks,
        _annexes(wording, view, workings, report),
        wording.footer(view.round),
    )


def current_report(view: UnitScorecard) -> ReportState | None:
    """The unit's report of the round, where the programme has one."""
    chosen = view.round
    return next((report for report in view.reports if chosen and report.period_id == chosen.period_id), None)


def asks(wording: Wording, view: UnitScorecard) -> list[str]:
    """What the unit is asked to check and settle, each in a sentence; never an empty list."""
    say, name, sentences = wording.say, wording.screen.name, list[str]()
    report, period = current_report(view), wording.short_period(view.round)
    is_owed = report is not None and report.is_owed and report.is_collected
    if report and report.open_state and (is_owed or report.open_state == "returned"):
        sentences.append(say(f"unit_asks.{report.open_state}", period=period))
    if report and report.is_reported and report.is_incomplete and not report.is_closed:
        sentences.append(say("unit_asks.incomplete", period=period, what=left_out(wording, report)))
    for target in view.own_targets:
        if target.status in ("behind", "missed"):
            status = wording.screen.words(f"status.{target.status}")
            sentences.append(say("unit_asks.behind", name=name(target.name), status=status))
    # The bulletin asks the lead units for the cause: so does the letter to each of them.
    for target in view.served_targets:
        if target.status in ("behind", "missed") and view.unit in target.lead_units:
            status, kind = (
                wording.screen.words(f"status.{target.status}"),
                wording.screen.words(f"target_kind.{target.kind}.name"),
            )
            sentences.append(say("unit_asks.led_behind", name=name(target.name), status=status, kind=kind))
    sentences += uncounted(wording, view.uncounted)
    sentences += _gaps(wording, view, is_collected=report is not None and report.is_collected)
    for task in view.tasks:
        if task.is_ambiguous:
            place = {"number": wording.task_number(task.task_number), "name": name(task.name)}
            sentences.append(say("unit_asks.ambiguous", note=name(task.note), **place))
    return sentences or [say("unit_asks.none")]


def _gaps(wording: Wording, view: UnitScorecard, *, is_collected: bool) -> list[str]:
    """What the unit is asked to supply: figures of its own, of targets whose tasks it leads, progress of its tasks."""
    own = [target for target in view.own_targets if target.status == "no_data"]
    # What it did report is not asked for again: why it is in no target has its own sentence.
    given = {line.target_id for line in view.uncounted}
    led = [
        target
        for target in view.served_targets
        if target.status == "no_data"
        and target.target_id not in given
        and view.unit.unit_id in {unit.unit_id for unit in target.lead_units}
        and target.target_id not in {part.target_id for part in own}
    ]
    tasks = silent(view.tasks_as("lead")) if is_collected else []
    said = {
        "no_data": wording.quoted(target.name for target in own),
        "served_no_data": wording.quoted(target.name for target in led),
        "silent_task": task_names(wording, tasks),
    }
    return [wording.say(f"unit_asks.{key}", names=names) for key, names in said.items() if names]


def _overall(wording: Wording, view: UnitScorecard) -> str:
    lead, support = len(view.tasks_as("lead")), len(view.tasks_as("carries_out", "support"))
    key = "overall.unit" if lead else "overall.unit_supports"
    sentence = wording.say(key, lead=lead, support=support)
    if not view.own_targets:
        return sentence
    counted = count_by_kind(view.own_targets)
    counts = wording.set(counted_text(wording.screen, counted))
    within = wording.with_samples(entry.provenance for entry in counted.values())
    return sentence + wording.say("overall.unit_targets", counts=counts) + within


def _reports(wording: Wording, view: UnitScorecard) -> list[Block]:
    report = current_report(view)
    rounds = [entry for entry in view.reports if view.round and entry.due_on <= view.round.due_on]
    if report is None or not report.is_collected:
        return [Paragraph(wording.say("overall.not_collected"))]
    if not report.is_owed and report.state == "missing":
        return [Paragraph(wording.say("reports.optional")), tables.reports_table(wording, rounds, "round")]
    sentence = wording.say(
        "reports.own",
        period=wording.short_period(view.round),
        due=formats.day(report.due_on, wording.language),
        state=wording.screen.words(f"state.{report.shown_state}"),
    )
    late = lateness(wording.screen, report)
    if late != wording.screen.words("dash"):
        sentence += wording.say("reports.own_lateness", lateness=late)
    if report.state == "returned" and report.last_reason:
        sentence += wording.say("reports.own_reason", reason=wording.clause(report.last_reason))
    if report.is_incomplete:
        sentence += wording.say("reports.own_incomplete", what=left_out(wording, report))
    return [Paragraph(sentence), tables.reports_table(wording, rounds, "round")]


def _own_targets(wording: Wording, view: UnitScorecard) -> list[Block]:
    if not view.own_targets:
        return [Paragraph(wording.say("targets.none"))]
    illustrative = any(target.target_provenance == "sample" for target in view.own_targets)
    note: list[Block] = [Paragraph(wording.say("targets.illustrative"))] if illustrative else []
    return [*note, *listed_targets(wording, view.own_targets, wording.say("table.own"))]


def _tasks(wording: Wording, view: UnitScorecard) -> list[Block]:
    """Tasks led in a table; those the unit said nothing of by name, since a row of theirs would be dashes."""
    led = view.tasks_as("lead")
    told = [task for task in led if task.task_status is not None]
    report = current_report(view)
    is_collected = report is not None and report.is_collected
    blocks: list[Block] = [] if led else [Paragraph(wording.say("tasks.none"))]
    blocks += [tables.tasks_table(wording, told, "lead_tasks")] if told else []
    for role in ("lead", "support"):
        unsaid = silent(view.tasks_as(*(("lead",) if role == "lead" else ("carries_out", "support"))))
        if unsaid:
            names = task_names(wording, unsaid)
            blocks.append(Paragraph(wording.say(SILENT[role, is_collected], count=len(unsaid), names=names)))
    return blocks


def _annexes(wording: Wording, view: UnitScorecard, workings: Workings, report: Submission | None) -> list[Annex]:
    annexes: list[Annex] = []
    targets = [target for target in (*view.own_targets, *view.served_targets) if not lacks_figure(target)]
    if targets:
        annexes.append(Annex.of(tables.targets_detail(wording, targets)))
    supported = [task for task in view.tasks_as("carries_out", "support") if task.task_status is not None]
    if supported:
        annexes.append(Annex.of(tables.tasks_table(wording, supported, "support_tasks")))
    if report is not None and report.figures:
        annexes.append(Annex.of(tables.reported_figures(wording, report)))
    # Last, since it is the longest.
    return [*annexes, working_annex(wording, targets, workings)] if targets else annexes
