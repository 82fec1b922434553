"""`duibiao round show`: one round as a table for the terminal, or as facts for scripts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from dashboards.commands.snapshot import as_of_option, named_period, named_programme, read_snapshot
from dashboards.words import LANGUAGES, load_words
from metrics import clock
from metrics.reading.feedback import FeedbackRound, RoundEvent, RoundLine, feedback_round
from metrics.warehouse import Snapshot

_HEADERS = (
    ("单位", "状态", "版本", "截止", "迟报天数", "退回", "问题", "佐证", "审核", "最近联系"),
    ("unit", "state", "version", "due", "days late", "returned", "findings", "evidence", "accepted by", "last contact"),
)


@click.command()
@click.argument("programme", metavar="PROGRAMME")
@click.argument("period", metavar="PERIOD")
@click.option("--history", "with_history", is_flag=True, help="并列出办理记录 · What happened, too.")
@as_of_option
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def show(programme: str, period: str, with_history: bool, as_of: datetime | None, as_json: bool) -> None:
    """列出各单位本期报告的状态 · List how the report of every unit stands."""
    view = named_round(read_snapshot(as_of), programme, period)
    if as_json:
        click.echo(json.dumps(round_facts(view, with_history), ensure_ascii=False, indent=2))
        return
    for line in round_text(view, with_history):
        click.echo(line)


def named_round(snapshot: Snapshot, programme: str, period: str) -> FeedbackRound:
    """The round of a programme, by its id or a name in either language, and a period as people write it.

    Raises:
        BilingualError: naming what there is.
    """
    chosen = named_programme(snapshot, programme)
    return feedback_round(snapshot, chosen, named_period(snapshot, chosen, period))


def round_facts(view: FeedbackRound, with_history: bool) -> dict[str, Any]:
    """The round for scripts; days and times in ISO form."""
    close = view.last_close
    facts: dict[str, Any] = {
        "programme_id": view.programme.programme_id,
        "period_id": view.round.period_id if view.round else None,
        "due_on": _iso(view.round.due_on if view.round else None),
        "closed_at": _iso(close.recorded_at if close else None),
        "closed_by": close.actor if close else None,
        "units": [_line_facts(line) for line in view.lines],
    }
    if with_history:
        facts["history"] = [_event_facts(event) for event in view.history]
    return facts


def round_text(view: FeedbackRound, with_history: bool) -> Iterator[str]:
    """The round line by line, columns aligned also where characters are two cells wide."""
    period = f"{view.programme.short_name.zh} {view.round.period_id}" if view.round else view.programme.short_name.zh
    yield f"{period} · {view.programme.short_name.en}"
    if view.last_close is not None:
        close = view.last_close
        yield f"已办结 · closed: {clock.local(close.recorded_at):%Y-%m-%d %H:%M %Z}, {close.actor}"
    rows = [*_HEADERS, *(_cells(line) for line in view.lines)]
    widths = [max(_width(row[index]) for row in rows) for index in range(len(_HEADERS[0]))]
    for row in rows:
        yield "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
    if view.reminders:
        yield f"应催办 {len(view.reminders)} 个单位,见 duibiao remind · to be reminded: {len(view.reminders)} units"
    if with_history:
        for event in view.history:
            yield _event_text(event)


def _line_facts(line: RoundLine) -> dict[str, Any]:
    report = line.report
    plain = {
        name: getattr(report, name)
        for name in ("is_lead", "is_owed", "state", "is_nil", "version", "version_count", "counted_version",
                     "days_late", "ladder", "returned_count", "last_reason", "accepted_by", "is_automatic",
                     "is_correction", "is_closed", "finding_count", "missing_item_count", "task_count",
                     "evidence_count", "last_contact_by", "last_contact_kind", "provenance")
    }  # fmt: skip
    return {
        "unit_id": report.unit.unit_id,
        "unit_name": report.unit.name.zh,
        **plain,
        "is_complete": None if report.version is None else not report.is_incomplete,
        "missing_items_zh": report.missing_items.zh or None,
        "missing_items_en": report.missing_items.en or None,
        "submitted_on": _iso(report.submitted_on),
        "received_on": _iso(report.received_on),
        "receipt_day_by": report.receipt_day_by,
        "last_contact_at": _iso(report.last_contact_at),
        "needs_reminder": line.needs_reminder,
    }


def _event_facts(event: RoundEvent) -> dict[str, Any]:
    return vars(event) | {
        "unit": None,
        "unit_id": event.unit.unit_id if event.unit else None,
        "recorded_at": _iso(event.recorded_at),
        "received_on": _iso(event.received_on),
    }


def _cells(line: RoundLine) -> tuple[str, ...]:
    report = line.report
    state = _both(f"state.{report.shown_state}") + (" (样例 sample)" if report.provenance == "sample" else "")
    if report.is_incomplete:
        state += f" (不完整 incomplete: {report.missing_item_count})"
    accepted_by = "自动 checks" if report.is_automatic else report.accepted_by
    contact = report.last_contact_at and f"{clock.day_of(report.last_contact_at)} {report.last_contact_by}"
    return tuple(
        _shown(value)
        for value in (
            f"{report.unit.name.zh} ({report.unit.unit_id})", state, report.version, report.due_on, report.days_late,
            report.returned_count, report.finding_count, f"{line.evidence_count}/{line.task_count}",
            accepted_by, contact,
        )
    )  # fmt: skip


def _event_text(event: RoundEvent) -> str:
    unit = event.unit.name.zh if event.unit else "整期 whole round"
    version = f" v{event.version}" if event.version else ""
    actor = event.actor or ("自动核验 automatic checks" if event.is_automatic else "-")
    reason = f": {event.reason}" if event.reason else ""
    told = _both(f"act.event.{event.event}", day=event.received_on or "")
    return f"{clock.local(event.recorded_at):%Y-%m-%d %H:%M}  {unit}{version}  {told}  {actor}{reason}"


def _both(key: str, **values: object) -> str:
    return " ".join(load_words(language)(key, **values) for language in LANGUAGES)


def _iso(moment: date | datetime | None) -> str | None:
    if isinstance(moment, datetime):
        return clock.local(moment).isoformat()
    return moment.isoformat() if moment else None


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
