"""The bulletin (通报) of one programme and round, from the same view as the overview page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from dashboards.documents.contents import tables
from dashboards.documents.contents.attention import attention_blocks
from dashboards.documents.contents.centre_section import centre_annexes, centre_section
from dashboards.documents.contents.composition import composed, items
from dashboards.documents.contents.gaps import lacks_figure, level_name, without_figure
from dashboards.documents.contents.task_section import task_annexes, task_section
from dashboards.documents.contents.wording import Wording
from dashboards.documents.contents.working_annex import Workings, working_annex
from dashboards.documents.typesetting.paper import Annex, Block, Heading, Paper, Paragraph
from dashboards.phrases.counts import counted_text, kinds_text
from dashboards.phrases.figures import amount_text
from dashboards.phrases.reports import lateness
from dashboards.phrases.target_changes import lowered_text
from dashboards.phrases.targets import attainment_number, met_early, plain_number, reason_text
from metrics.reading.annual_report import CentreRound
from metrics.reading.contributor import Contributor
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.overview import Overview
from metrics.reading.report import ReportState
from metrics.reading.task_board import TaskBoard
from metrics.reading.unit import UnitLine
from metrics.rules.target_kinds import GOAL, TARGET_KINDS

# Where a smaller rank is better; the other statuses are neither better nor worse.
RANKS = {"achieved": 0, "on_track": 1, "slightly_behind": 2, "behind": 3, "missed": 4}


def bulletin(
    wording: Wording,
    view: Overview,
    lines: Sequence[UnitLine],
    workings: Workings,
    board: TaskBoard,
    centres: CentreRound | None = None,
) -> Paper:
    """The whole bulletin; `centres` are those of a programme that has any, in the year of the round."""
    names = wording.names(view.programme, view.round)
    opening = wording.say(
        "bulletin.opening" if view.targets else "notice_of_facts.opening",
        documents=wording.documents(view.documents),
        programme=names["programme"],
        period=wording.period(view.round),
    )
    limits = view.thresholds if view.targets else None
    method = wording.method(view.programme, view.round, limits, view.documents)
    blocks: list[Block] = [Paragraph(opening), Heading(1, wording.say("heading.overall")), *_overall(wording, view)]
    if view.targets:
        blocks += [Heading(1, wording.say("heading.targets")), *target_blocks(wording, view.targets)]
        achieved = [target for target in view.targets if target.status == "achieved"]
        if achieved:
            blocks += [Heading(1, wording.say("heading.achieved")), *items(achievement(wording, t) for t in achieved)]
        blocks += [Heading(1, wording.say("heading.attention")), *attention_blocks(wording, view)]
        blocks += [Heading(1, wording.say("heading.reports")), *_reports(wording, view)]
        blocks += task_section(wording, board)
        blocks += [Heading(1, wording.say("heading.changes")), *_changes(wording, view)]
        blocks += [Heading(1, wording.say("heading.asks")), *items(_asks(wording, view))]
    if centres:
        blocks += [Heading(1, wording.say("heading.centres")), *centre_section(wording, centres)]
    sources = _sources(wording, view.targets)
    blocks += [Heading(1, wording.say("heading.method")), *items([*method, *sources])]
    kind = "bulletin" if view.targets else "notice_of_facts"
    annexes = _annexes(wording, view, lines, workings, board, centres)
    return composed(wording, kind, names, {}, blocks, annexes, wording.footer(view.round))


def target_blocks(wording: Wording, targets: Sequence[JudgedTarget]) -> list[Block]:
    """Targets by scope, each scope with its table, since figures of different scopes are never added."""
    has_table = not all(lacks_figure(target) for target in targets)
    note = wording.say("targets.note") + (wording.say("targets.picture") if has_table else "")
    blocks: list[Block] = [Paragraph(note)]
    ordered = sorted(targets, key=lambda target: (TARGET_KINDS.index(target.kind), target.scope_id))
    for (kind, _), members in groupby(ordered, key=lambda target: (target.kind, target.scope_id)):
        listed = list(members)
        scope = wording.screen.name(listed[0].scope_name)
        title = wording.say("heading.scope" if kind == GOAL else "heading.task_level", scope=scope, count=len(listed))
        caption = wording.say("table.targets" if kind == GOAL else "table.task_level", scope=scope)
        blocks += [Heading(2, title), *listed_targets(wording, listed, caption)]
    return blocks


def listed_targets(wording: Wording, targets: Sequence[JudgedTarget], caption: str) -> list[Block]:
    """Targets in a table, and below it those without a figure by name, since a row of theirs would be dashes."""
    told = [target for target in targets if not lacks_figure(target)]
    table = [tables.targets_table(wording, told, caption)] if told else []
    return [*table, *without_figure(wording, targets)]


def _overall(wording: Wording, view: Overview) -> list[Block]:
    say = wording.say
    if not view.targets or view.round is None:
        return [Paragraph(say("overall.no_targets"))]
    counts = wording.set(counted_text(wording.screen, view.counts))
    sentence = say("overall.targets", period=wording.period(view.round), counts=counts)
    sentence += wording.with_samples(entry.provenance for entry in view.counts.values())
    owed, still_open = view.owed_reports, view.open_reports
    if owed:
        late = sum(1 for report in owed if report.is_reported and (report.days_late or 0) > 0)
        done = len(owed) - len(still_open)
        gap = say("overall.open", count=len(still_open)) if still_open else ""
        tardy = say("overall.late", count=late) if late else ""
        lacking = len(view.incomplete_reports)
        partial = say("overall.incomplete", count=lacking) if lacking else ""
        sentence += say("overall.reports", count=len(owed), done=done, late=tardy, incomplete=partial, open=gap)
    return [Paragraph(sentence), tables.status_counts(wording, [*view.counts.values()])]


def achievement(wording: Wording, target: JudgedTarget) -> str:
    """A target that was reached: by which figure, by how much it is exceeded, and how early it was first met."""
    # Of a level with a starting point the share of the target, not that of the way to it.
    is_plain = target.counts_from_baseline
    value, key = (target.plain_pct, "share") if is_plain else (target.attainment_pct, "exceeded")
    number = plain_number if is_plain else attainment_number
    share = number(wording.screen, target) if target.is_exceeded and value is not None else ""
    return wording.say(
        "achieved.item",
        name=level_name(wording, target),
        reason=reason_text(wording.screen, target),
        exceeded=wording.say(f"achieved.{key}", percent=share) if share else "",
        early="".join(met_early(wording.screen, target)),
        source=wording.source(target.judged_by),
    )


def _reports(wording: Wording, view: Overview) -> list[Block]:
    if not view.owed_reports:
        return [Paragraph(wording.say("overall.not_collected"))]
    rest = [report for report in view.reports if report not in view.owed_reports]
    groups = {
        "missing": [(report, lateness(wording.screen, report)) for report in _open(view, "missing")],
        "returned": [(report, wording.clause(report.last_reason or "")) for report in _open(view, "returned")],
        "late": [
            (report, lateness(wording.screen, report))
            for report in view.owed_reports
            if report.is_reported and (report.days_late or 0) > 0
        ],
        "incomplete": [(report, left_out(wording, report)) for report in view.incomplete_reports],
        "undecided": [(report, "") for report in view.owed_reports if report.state == "submitted"],
        "nil": [(report, "") for report in view.owed_reports if report.is_reported and report.is_nil],
        "supporting_returned": [
            (report, wording.clause(report.last_reason or "")) for report in rest if report.state == "returned"
        ],
        "supporting_undecided": [(report, "") for report in rest if report.state == "submitted"],
        "supporting_late": [
            (report, lateness(wording.screen, report)) for report in rest if report.is_reported and report.days_late
        ],
        "supporting_incomplete": [
            (report, left_out(wording, report)) for report in rest if report.is_reported and report.is_incomplete
        ],
    }
    sentences = [wording.say(f"reports.{key}", units=_named(wording, found)) for key, found in groups.items() if found]
    if not view.open_reports:
        lacking = len(view.incomplete_reports)
        key = "reports.all_in_but" if lacking else "reports.all_in"
        sentences.insert(0, wording.say(key, count=lacking))
    return items([*sentences, *uncounted(wording, view.uncounted)])


def uncounted(wording: Wording, lines: Sequence[Contributor]) -> list[str]:
    """Accepted figures that are in no target, each with its reason and what would make it count."""
    return [
        wording.say(
            "reports.uncounted",
            unit=wording.screen.name(line.unit.name),
            name=wording.screen.name(line.indicator),
            value=wording.set(amount_text(wording.screen, line.actual_value, line.measure_unit)),
            reason=wording.screen.name(line.reason),
        )
        for line in lines
        if line.reason is not None
    ]


def left_out(wording: Wording, report: ReportState) -> str:
    """How many items a report leaves out, and which."""
    return wording.say(
        "reports.left_out", count=report.missing_item_count, items=wording.screen.name(report.missing_items)
    )


def _open(view: Overview, state: str) -> list[ReportState]:
    return [report for report in view.open_reports if report.open_state == state]


def _named(wording: Wording, found: Iterable[tuple[ReportState, str]]) -> str:
    return wording.join(
        wording.say("reports.with", unit=wording.screen.name(report.unit.name), detail=detail)
        if detail
        else wording.screen.name(report.unit.name)
        for report, detail in found
    )


def _changes(wording: Wording, view: Overview) -> list[Block]:
    before = view.programme.round_before(view.round)
    if before is None or not view.previous_targets:
        return [Paragraph(wording.say("changes.first"))]
    period = wording.short_period(before)
    if not view.changes:
        return [Paragraph(wording.say("changes.none", period=period))]
    kinds = wording.set(kinds_text(wording.screen, [entry.target for entry in view.changes]))
    steps = [(RANKS.get(entry.previous_status), RANKS.get(entry.target.status)) for entry in view.changes]
    better = sum(1 for old, new in steps if old is not None and new is not None and new < old)
    worse = sum(1 for old, new in steps if old is not None and new is not None and new > old)
    counts = {"better": better, "worse": worse, "other": len(steps) - better - worse}
    parts = wording.join(wording.say(f"changes.{key}", count=count) for key, count in counts.items() if count)
    changed = [
        wording.say(
            "changes.item",
            name=level_name(wording, entry.target),
            before=wording.screen.words(f"status.{entry.previous_status}"),
            after=wording.screen.words(f"status.{entry.target.status}"),
            reason=reason_text(wording.screen, entry.target),
            source=wording.source(entry.provenance),
        )
        for entry in view.changes
    ]
    key = "changes.some" if better or worse else "changes.only"
    return [Paragraph(wording.say(key, period=period, kinds=kinds, parts=parts)), *items(changed)]


def _asks(wording: Wording, view: Overview) -> list[str]:
    say, asks = wording.say, []
    who = say("asks.leads" if any(target.lead_units for target in view.targets) else "asks.concerned")
    for state in ("missing", "returned"):
        found = _open(view, state)
        if found:
            asks.append(say(f"asks.{state}", units=_named(wording, [(report, "") for report in found])))
    partial = [report for report in view.incomplete_reports if not report.is_closed]
    if partial:
        asks.append(say("asks.incomplete", units=_named(wording, [(report, "") for report in partial])))
    behind = [target for target in view.targets if target.status in ("behind", "missed")]
    empty = [target for target in view.targets if target.status == "no_data"]
    lagging = [part.target for part in view.parts if part.target.status in ("behind", "missed")]
    for key, listed in (("behind", behind), ("no_data", empty), ("parts", lagging)):
        if listed:
            kinds = wording.set(kinds_text(wording.screen, listed))
            asks.append(say(f"asks.{key}", kinds=kinds, who=who))
    is_last = view.round is None or view.round == view.programme.rounds[-1]
    return [*asks, say("asks.last" if is_last else "asks.keep")]


def _sources(wording: Wording, targets: Iterable[JudgedTarget]) -> list[str]:
    found = [target.provenance for target in targets if target.provenance and target.actual_value is not None]
    counts = [
        wording.say(
            "method.source_count", source=wording.screen.words(f"provenance.{name}.name"), count=found.count(name)
        )
        for name in sorted(set(found))
    ]
    return [wording.say("method.sources", counts=wording.join(counts))] if counts else []


def _annexes(
    wording: Wording, view: Overview, lines: Sequence[UnitLine], workings: Workings, board: TaskBoard,
    centres: CentreRound | None,
) -> list[Annex]:  # fmt: skip
    annexes: list[Annex] = []
    if view.targets:
        detail = Annex.of(tables.targets_detail(wording, view.targets))
        if view.lowered:
            said = wording.set(lowered_text(wording.screen, view.lowered, view.targets))
            detail = replace(detail, blocks=(*detail.blocks, Paragraph(said)))
        annexes.append(detail)
    if view.owed_reports:
        annexes.append(Annex.of(tables.reports_table(wording, view.reports, "unit")))
    annexes += task_annexes(wording, board)
    if any(line.status_counts for line in lines):
        annexes.append(Annex.of(tables.units_table(wording, lines)))
    if view.centres:
        annexes.append(Annex.of(tables.centres_table(wording, view.centres)))
    if centres:
        annexes += centre_annexes(wording, centres)
    # Last, since it is the longest.
    return [*annexes, working_annex(wording, view.targets, workings)] if view.targets else annexes
