"""What a closed round was closed over, and what would be judged otherwise today."""

from __future__ import annotations

from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.tables import Cell, table
from dashboards.screen import Screen
from metrics.reading.feedback import ClosingRecord, FeedbackRound, JudgementDifference

# How much of a fingerprint is enough to tell two records apart by eye.
SHOWN_HASH = 16
COLUMNS = ("target", "unit", "then", "now", "why")


def closing_record(screen: Screen, view: FeedbackRound) -> list[Component]:
    """Says what was recorded at the closing and lists the differences; nothing of a round that was never closed."""
    if view.closing is None:
        return []
    said = html.P(figures.mixed(screen, _sentence(screen, view.closing)), className="note")
    return [said, *([_differences(screen, view)] if view.differences else [])]


def _sentence(screen: Screen, closing: ClosingRecord) -> str:
    named = {"moment": formats.moment(closing.recorded_at, screen.language), "by": closing.actor}
    if closing.closing_id is None or closing.judgement_count is None:
        return screen.words(f"closing.{closing.note or 'no_record'}", **named)
    return screen.words(
        "closing.recorded", **named, count=closing.judgement_count, rules=closing.rule_version or "-",
        record=closing.closing_id[:SHOWN_HASH], definitions=(closing.definitions_sha256 or "-")[:SHOWN_HASH],
    )  # fmt: skip


def _differences(screen: Screen, view: FeedbackRound) -> Component:
    words = screen.words
    rows = [_row(screen, difference) for difference in view.differences]
    told = html.P(words("closing.differ", count=len(rows)))
    heads = [words(f"closing.column.{name}") for name in COLUMNS]
    return html.Div([told, html.Div(table(words("closing.table"), heads, rows), className="compact")])


def _row(screen: Screen, difference: JudgementDifference) -> list[Cell]:
    words = screen.words
    named = {"rules": difference.new_rule_version or "-", "before": difference.frozen_rule_version or "-"}
    return [
        html.Span([screen.name(difference.name), " ", figures.provenance_badge(screen, difference.provenance)]),
        figures.unit_link(screen, difference.unit) if difference.unit else words("closing.whole"),
        words("closing.absent")
        if difference.is_new
        else _judged(
            screen, difference, difference.frozen_value, difference.frozen_target_value, difference.frozen_status
        ),
        words("closing.absent")
        if difference.is_gone
        else _judged(screen, difference, difference.new_value, difference.new_target_value, difference.new_status),
        words(f"closing.kind.{difference.difference_kind}", **named),
    ]


def _judged(
    screen: Screen, difference: JudgementDifference, value: Decimal | None, aim: Decimal | None, status: str | None
) -> Component:
    unit = difference.measure_unit
    parts: list[Component | str] = [
        figures.amount(screen, value, unit), " / ", figures.amount(screen, aim, unit), html.Br(),
    ]  # fmt: skip
    return html.Span([*parts, figures.status_mark(screen, status)] if status else parts)
