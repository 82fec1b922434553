"""The life of a centre as a picture: documents in force as bands, the gap hatched, steps as numbered marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.centres.marks import clause, term, told
from dashboards.phrases.centres import state_text
from dashboards.screen import Screen
from metrics.reading.centre import CentreLine, CentreStep, RuleDocument

# Marks nearer than this share of the axis (in %) go to a lane of their own.
CROWDED = 4.5


@dataclass(frozen=True)
class Axis:
    """A stretch of days on which things are placed by percentages."""

    starts_on: date
    ends_on: date

    def place(self, day: date) -> float:
        """Where a day stands, from 0 to 100.

        >>> Axis(date(2020, 1, 1), date(2024, 1, 1)).place(date(2022, 1, 1))
        50.03422313483915
        """
        whole = (self.ends_on - self.starts_on).days or 1
        return min(max((day - self.starts_on).days / whole * 100, 0.0), 100.0)

    def band(self, first: date, last: date) -> dict[str, str]:
        """Left edge and width of a stretch, as a style."""
        left = self.place(first)
        return {"left": f"{left:.2f}%", "width": f"{max(self.place(last) - left, 0.4):.2f}%"}


def axis_of(days: Sequence[date]) -> Axis:
    """Whole years around the days."""
    return Axis(date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1))


def timeline(
    screen: Screen, line: CentreLine, steps: Sequence[CentreStep], documents: Sequence[RuleDocument]
) -> Component:
    """The picture: years, one band per document, the running term, today, and a mark for each step."""
    events = {step.sort_order: step for step in steps}
    days = [step.happened_on for step in events.values()] + [line.judged_on] + [d for d in (line.due_on,) if d]
    axis = axis_of(days)
    rows: list[Component] = [years_row(axis), *document_bands(screen, axis, documents, line.judged_on)]
    if line.due_on and line.term_starts_on:
        running = html.Span(
            screen.words("centre.term"),
            className=f"band band-term{' is-overdue' if line.is_overdue else ''}",
            style=axis.band(line.term_starts_on, line.due_on),
        )
        rows.append(html.Div(running, className="band-row"))
    rows.append(_marks(axis, list(events.values())))
    rows.append(html.Span(className="now-line", style={"left": f"{axis.place(line.judged_on):.2f}%"}))
    return html.Div(rows, className="life-line", role="img", **aria(label=_summary(screen, line, len(events))))


def document_bands(screen: Screen, axis: Axis, documents: Sequence[RuleDocument], today: date) -> list[Component]:
    """One row with every document's days in the axis, and hatched where none of them holds."""
    pieces: list[Component] = []
    reached: date | None = None
    for document in sorted(documents, key=lambda one: one.first_on):
        last = min(document.expires_on or axis.ends_on, axis.ends_on)
        if reached and document.first_on > reached + timedelta(days=1):
            first_free, last_free = reached + timedelta(days=1), document.first_on - timedelta(days=1)
            if first_free < axis.ends_on and last_free > axis.starts_on:
                style = axis.band(max(first_free, axis.starts_on), last_free)
                pieces.append(html.Span(screen.words("centre.gap"), className="band band-gap", style=style))
        if document.first_on < axis.ends_on and last > axis.starts_on:
            held = document.first_on <= today and (document.expires_on is None or today <= document.expires_on)
            name = screen.words(f"centre.short.{document.document_id}") if _has_short(screen, document) else ""
            pieces.append(
                html.Span(
                    name or (screen.name(document.title) if document.title else document.document_id),
                    className=f"band band-document{' is-held' if held else ''}",
                    style=axis.band(max(document.first_on, axis.starts_on), last),
                )
            )
        reached = max(reached or last, last)
    return [html.Div(pieces, className="band-row")] if pieces else []


def _has_short(screen: Screen, document: RuleDocument) -> bool:
    return f"centre.short.{document.document_id}" in screen.words.entries


def years_row(axis: Axis) -> Component:
    """The years of the axis."""
    years = range(axis.starts_on.year, axis.ends_on.year)
    marks = [
        html.Span(str(year), className="year", style={"left": f"{axis.place(date(year, 1, 1)):.2f}%"}) for year in years
    ]
    kind = "years years-many" if len(years) > 7 else "years"
    return html.Div(marks, className=kind)


def _marks(axis: Axis, steps: Sequence[CentreStep]) -> Component:
    marks, ends = [], [-CROWDED] * 3
    deepest = 0
    for number, step in enumerate(steps, start=1):
        left = axis.place(step.happened_on)
        lane = next((place for place, end in enumerate(ends) if left - end >= CROWDED), len(ends) - 1)
        ends[lane], deepest = left, max(deepest, lane)
        kind = "step-mark" if step.is_in_order else "step-mark is-odd"
        style = {"left": f"{left:.2f}%", "top": f"{lane * 28}px"}
        marks.append(html.Span(str(number), className=kind, style=style))
    return html.Div(marks, className="step-marks", style={"height": f"{deepest * 28 + 28}px"})


def _summary(screen: Screen, line: CentreLine, count: int) -> str:
    return screen.words(
        "centre.timeline_summary", name=line.centre_name, count=count, state=state_text(screen, line.state),
        next=screen.name(line.next),
    )  # fmt: skip


def step_list(screen: Screen, steps: Sequence[CentreStep]) -> Component:
    """The steps in words, numbered as in the picture, each with its clause and what it led to."""
    numbers = {order: number for number, order in enumerate(dict.fromkeys(step.sort_order for step in steps), start=1)}
    return html.Ol([_step(screen, step, numbers[step.sort_order]) for step in steps], className="lines steps")


def _step(screen: Screen, step: CentreStep, number: int) -> Component:
    words = screen.words
    day = formats.day(step.happened_on, screen.language)
    head: list[Component | str] = [
        html.Span(str(number), className="step-mark"),
        html.Strong(term(screen, "centre_event", step.event)),
        html.Span(words("centre.no_later_than", day=day) if step.is_no_later_than else day),
    ]
    if step.grade:
        head.append(figures.chip(figures.quoted(screen, step.grade)))
    if not step.is_in_order:
        head.append(figures.chip(words("centre.out_of_order"), "missing"))
    if step.decided_by:
        head.append(html.Span([words("centre.decided_by"), figures.quoted(screen, step.decided_by)], className="as-of"))
    head.append(figures.provenance_badge(screen, step.provenance))
    parts: list[Component] = [html.Div(head, className="line-figures")]
    parts.append(html.P(clause(screen, step.title, step.article, step.phrase, step.uncovered), className="line-source"))
    if screen.name(step.effects):
        parts.append(html.P([words("centre.leads_to"), *told(screen, step.effects)], className="line-source"))
    if step.is_in_order:
        parts.append(html.P(words("centre.state_after", state=state_text(screen, step.state)), className="line-source"))
    return html.Li(parts)
