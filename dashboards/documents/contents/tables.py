"""The tables of the documents: targets with their bars, reports, tasks, units, centres."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from dashboards import formats
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Bar, Table
from dashboards.phrases.bars import bar_text, share_of_axis
from dashboards.phrases.figures import amount_text
from dashboards.phrases.remarks import approval
from dashboards.phrases.reports import NARRATIVES, lateness, parts_of_share, receipt_texts
from dashboards.phrases.targets import actual_text, aim_text, share_texts, standing_text
from dashboards.theme import status_hue
from metrics.digits import amount
from metrics.reading.centre import Centre
from metrics.reading.counts import KindCounts
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.report import ReportState
from metrics.reading.submission import Submission
from metrics.reading.unit import UnitLine, UnitTask
from metrics.rules.statuses import STATUSES

# Shares of the page; an English unit's name is long, a Chinese date wide.
DETAIL_WIDTHS = {
    "zh": (0.04, 0.17, 0.11, 0.135, 0.12, 0.05, 0.135, 0.10, 0.14),
    "en": (0.04, 0.16, 0.10, 0.12, 0.11, 0.07, 0.12, 0.08, 0.20),
}
REPORT_WIDTHS = {
    ("unit", "zh"): (0.19, 0.135, 0.165, 0.135, 0.10, 0.055, 0.22),
    ("unit", "en"): (0.28, 0.11, 0.12, 0.11, 0.10, 0.07, 0.21),
    ("round", "zh"): (0.16, 0.185, 0.14, 0.185, 0.11, 0.06, 0.16),
    ("round", "en"): (0.10, 0.16, 0.13, 0.16, 0.145, 0.11, 0.195),
}


def bar(wording: Wording, target: JudgedTarget) -> Bar:
    """The same bar as on screen, in shares of the axis."""

    def place(value: object) -> float | None:
        return None if value is None else round(share_of_axis(target, value) / 100, 4)  # type: ignore[arg-type]

    return Bar(
        actual=place(target.actual_value),
        target=place(target.target_value),
        expected=place(target.expected_by_now),
        low=place(target.target_low),
        high=place(target.target_high),
        hue=status_hue(target.status),
        summary=bar_text(wording.screen, target),
        zero=place(Decimal(0)) or 0,
    )


def status_counts(wording: Wording, counts: Sequence[KindCounts]) -> Table:
    """How many have each status, a row for each kind of which there is any, zero counts included."""
    words, shown = wording.screen.words, _shown_statuses(entry.statuses for entry in counts)
    caption = wording.say("table.counts") + wording.with_samples(entry.provenance for entry in counts)
    heads = [
        wording.say("column.kind"),
        *(status_head(wording, status) for status in shown),
        wording.say("column.total"),
    ]
    rows = tuple(
        (
            words(f"target_kind.{entry.kind}.name"),
            *(str(entry.statuses[status]) for status in shown),
            str(entry.total),
        )
        for entry in counts
        if entry.total
    )
    share = 0.84 / (len(heads) - 1)
    return Table(caption, tuple(heads), (0.16, *[share] * (len(heads) - 1)), rows)


def _shown_statuses(counts: Iterable[Mapping[str, int]]) -> list[str]:
    # Few programmes have a target withdrawn: the narrow tables spare its column until one has.
    counted = list(counts)
    return [status for status in STATUSES if status != "withdrawn" or any(of.get(status) for of in counted)]


def status_head(wording: Wording, status: str) -> str:
    """A status at the head of a narrow column: the shape above its word."""
    return f"{wording.say(f'mark.{status}')}\n{wording.screen.words(f'status.{status}')}"


def targets_table(wording: Wording, targets: Sequence[JudgedTarget], caption: str) -> Table:
    """Targets with aim, actual, bar and status, upright on the page."""
    words = wording.screen.words
    heads = [words(f"column.{name}") for name in ("target", "aim", "actual", "bar", "status")]
    rows = tuple(
        (
            wording.screen.name(target.name),
            aim(wording, target),
            actual(wording, target),
            bar(wording, target),
            judgement(wording, target),
        )
        for target in targets
    )
    return Table(caption, tuple(heads), (0.26, 0.19, 0.21, 0.17, 0.17), rows)


def targets_detail(wording: Wording, targets: Sequence[JudgedTarget]) -> Table:
    """Every figure of every target, for the annex."""
    words, say, language = wording.screen.words, wording.say, wording.language
    heads = (
        say("column.index"),
        words("column.target"),
        say("column.scope"),
        f"{words('column.aim')}\n{words('column.due')}",
        f"{words('column.actual')}\n{say('column.period')}",
        *(words(f"column.{name}") for name in ("source", "attainment", "status")),
        say("column.leads"),
    )
    rows = tuple(
        (
            str(number),
            wording.screen.name(target.name),
            wording.screen.name(target.scope_name),
            f"{aim(wording, target)}\n{formats.day(target.due_on, language)}",
            _figure_and_period(wording, target),
            words(f"provenance.{target.provenance}.name") if target.provenance else words("dash"),
            _shares(wording, target) or words("dash"),
            wording.status(target.status) + wording.provenance(target.weaker_judgement),
            wording.join(wording.screen.name(unit.name) for unit in target.lead_units) or words("dash"),
        )
        for number, target in enumerate(targets, start=1)
    )
    widths = DETAIL_WIDTHS[language]
    return Table(say("table.detail"), heads, widths, rows)


def _figure_and_period(wording: Wording, target: JudgedTarget) -> str:
    amount = wording.set(actual_text(wording.screen, target))
    standing = standing_text(wording.screen, target)
    return f"{amount}\n{standing}" if standing else amount


def aim(wording: Wording, target: JudgedTarget) -> str:
    """What is asked for; an illustrative part says that it is a sample."""
    text = aim_text(wording.screen, target)
    return wording.set(text) + (wording.provenance("sample") if target.target_provenance == "sample" else "")


def actual(wording: Wording, target: JudgedTarget) -> str:
    """The figure with its source; an incomplete sum says so."""
    text = actual_text(wording.screen, target)
    if target.actual_value is None:
        return text
    incomplete = wording.say("source", source=wording.screen.words("incomplete")) if target.part_missing_count else ""
    return f"{wording.set(text)}{wording.provenance(target.provenance)}{incomplete}"


def judgement(wording: Wording, target: JudgedTarget) -> str:
    """Status, with attainment on the lines below."""
    status = wording.status(target.status) + wording.provenance(target.weaker_judgement)
    return "\n".join(filter(None, [status, _shares(wording, target)]))


def _shares(wording: Wording, target: JudgedTarget) -> str:
    texts = [wording.set(text) for text in share_texts(wording.screen, target)]
    return "\n".join(texts) + wording.provenance(target.weaker_judgement) if texts else ""


def reports_table(wording: Wording, reports: Sequence[ReportState], first: str) -> Table:
    """Reports with state and timeliness; `first` is what a row is named by: `unit` or `round`."""
    words, language = wording.screen.words, wording.language
    names = (first, "due", "state", "submitted_on", "lateness", "version", "reason")
    rows = tuple(
        (
            wording.screen.name(report.unit.name) if first == "unit" else wording.screen.period(report.period_id),
            formats.day(report.due_on, language),
            words(f"state.{report.shown_state}")
            + (wording.say("source", source=words("nil_report")) if report.is_nil else "")
            + _incomplete(wording, report)
            + wording.provenance(report.provenance),
            wording.set("\n".join(receipt_texts(wording.screen, report))),
            wording.set(lateness(wording.screen, report)),
            str(report.version) if report.version else words("dash"),
            report.last_reason or words("dash"),
        )
        for report in reports
    )
    caption = wording.say("table.reports" if first == "unit" else "reports.history")
    widths = REPORT_WIDTHS[first, language]
    return Table(caption, tuple(words(f"column.{name}") for name in names), widths, rows)


def _incomplete(wording: Wording, report: ReportState) -> str:
    if not report.missing_item_count:
        return ""
    return wording.say("source", source=wording.screen.words("reports.incomplete", count=report.missing_item_count))


def tasks_table(wording: Wording, tasks: Sequence[UnitTask], caption: str) -> Table:
    """Tasks with what the unit reported, as it wrote it."""
    words = wording.screen.words
    rows = tuple(
        (
            f"{wording.task_number(task.task_number)} {wording.screen.name(task.name)}",
            words(f"task_state.{task.task_status or 'not_reported'}")
            + (f"\n{amount(task.completion_pct)}%" if task.completion_pct is not None else "")
            + wording.provenance(task.provenance),
            _with_evidence(wording, task.progress, task.evidence),
            task.problems or words("dash"),
            task.next_steps or words("dash"),
        )
        for task in tasks
    )
    heads = (wording.say("column.task"), *(words(key) for key in ("column.status", "task.progress")))
    heads = (*heads, words("task.problems"), words("task.next_steps"))
    return Table(wording.say(f"table.{caption}"), heads, (0.22, 0.12, 0.30, 0.18, 0.18), rows)


def reported_figures(wording: Wording, report: Submission) -> Table:
    """What the unit's report of the round says of each indicator: figure, both parts of a share, and its words."""
    words = wording.screen.words
    rows = tuple(
        (
            wording.screen.name(figure.name),
            amount_text(wording.screen, figure.actual_value, figure.measure_unit)
            + (f"\n{parts}" if (parts := parts_of_share(wording.screen, figure)) else "")
            + wording.provenance(report.provenance),
            _with_evidence(wording, figure.progress, figure.evidence),
            figure.problems or words("dash"),
            figure.next_steps or words("dash"),
        )
        for figure in report.figures
    )
    heads = tuple(words(f"column.{name}") for name in ("indicator", "actual"))
    heads = (*heads, *(words(f"task.{name}") for name in NARRATIVES))
    return Table(wording.say("table.reported"), heads, (0.20, 0.17, 0.27, 0.18, 0.18), rows)


def _with_evidence(wording: Wording, progress: str | None, evidence: str | None) -> str:
    named = wording.say("evidence_named", evidence=evidence) if evidence else ""
    return "\n".join(filter(None, (progress, named))) or wording.screen.words("dash")


def units_table(wording: Wording, lines: Sequence[UnitLine]) -> Table:
    """The own targets of every unit by status."""
    words, shown = wording.screen.words, _shown_statuses(line.status_counts for line in lines)
    heads = (
        words("column.unit"),
        words("column.lead_tasks"),
        words("column.support_tasks"),
        *(status_head(wording, status) for status in shown),
        words("column.source"),
    )
    rows = tuple(
        (
            wording.screen.name(line.unit.name),
            str(line.lead_count),
            str(line.support_count),
            *(str(line.status_counts.get(status, 0)) for status in shown),
            wording.class_within(line.provenance) or words("dash"),
        )
        for line in lines
    )
    return Table(wording.say("table.units"), heads, (0.20, 0.07, 0.07, *[0.592 / len(shown)] * len(shown), 0.068), rows)


def _approved(wording: Wording, text: str | None) -> str | None:
    return approval(text, wording.screen.words) if text and wording.language == "zh" else text


def centres_table(wording: Wording, centres: Sequence[Centre]) -> Table:
    """Technology innovation centres on record."""
    words = wording.screen.words
    rows = tuple(
        (
            centre.centre_name,
            centre.city or words("not_stated"),
            centre.field or words("not_stated"),
            _approved(wording, centre.approved_text)
            or (formats.day(centre.started_on, wording.language) if centre.started_on else words("not_stated")),
            words(f"provenance.{centre.provenance}.name"),
        )
        for centre in centres
    )
    heads = tuple(words(f"column.{name}") for name in ("centre", "city", "field", "started", "source"))
    return Table(wording.say("table.centres"), heads, (0.36, 0.12, 0.18, 0.24, 0.10), rows)
