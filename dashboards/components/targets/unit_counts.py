"""A unit's scorecard: targets by role, tasks, timeliness, quality and load, side by side; there is no overall score."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.components.targets import statuses
from dashboards.screen import Screen
from metrics.reading.unit_counts import UnitCounts


def scorecard(screen: Screen, counts: UnitCounts) -> Component:
    """Four cards of counts, each figure with its words."""
    cards = [_targets(screen, counts), _tasks(screen, counts), _timeliness(screen, counts), _quality(screen, counts)]
    badge = figures.within_badge(screen, counts.provenance)
    return html.Div([html.P(badge, className="note"), html.Div(cards, className="scorecard")])


def _card(screen: Screen, name: str, rows: list[tuple[str, Component | str]]) -> Component:
    entries = [html.Div([html.Dt(term), html.Dd(content)]) for term, content in rows]
    title = html.H3(screen.words(f"scorecard.{name}"))
    return dbc.Card([title, html.Dl(entries, className="counted")])


def _targets(screen: Screen, counts: UnitCounts) -> Component:
    rows: list[tuple[str, Component | str]] = []
    for role in counts.targets:
        for entry in role.kinds:
            counted = screen.words(f"target_kind.{entry.kind}.count", count=entry.total)
            title = screen.words(f"scorecard.{role.role}", counted=counted)
            rows.append((title, statuses.mini(screen, entry.statuses)))
    return _card(screen, "targets", rows)


def _tasks(screen: Screen, counts: UnitCounts) -> Component:
    tasks = counts.tasks
    names = ("done", "in_progress", "not_started")
    rows: list[tuple[str, Component | str]] = [
        (screen.words(f"task_state.{name}"), str(getattr(tasks, f"task_{name}_count"))) for name in names
    ]
    silence = "not_reported" if counts.is_collected else "not_collected"
    rows.append((screen.words(f"task_state.{silence}"), str(tasks.task_unreported_count)))
    rows.append((screen.words("scorecard.without_evidence"), str(tasks.lead_task_without_evidence_count)))
    return _card(screen, "tasks", rows)


def _timeliness(screen: Screen, counts: UnitCounts) -> Component:
    words, timely = screen.words, counts.timeliness
    state = words(f"state.{counts.report_state}")
    if timely.days_late:
        state = f"{state}{words('separator')}{words('late_days', count=timely.days_late)}"
    rounds = (
        ("on_time", f"{timely.rounds_on_time_count}/{timely.rounds_due_count}"),
        ("late", str(timely.rounds_late_count)),
        ("missing", str(timely.rounds_missing_count)),
    )
    rows: list[tuple[str, Component | str]] = [
        (words("scorecard.this_round"), state),
        *((words(f"scorecard.{name}"), told if timely.rounds_due_count else words("dash")) for name, told in rounds),
    ]
    return _card(screen, "timeliness", rows)


def _quality(screen: Screen, counts: UnitCounts) -> Component:
    words, quality = screen.words, counts.quality
    rows: list[tuple[str, Component | str]] = [
        (words("scorecard.versions"), str(quality.version_count)),
        (words("scorecard.returned"), str(quality.returned_count)),
        (words("scorecard.corrected"), str(quality.corrected_count)),
        (words("scorecard.findings"), str(quality.finding_count)),
        (words("scorecard.lines"), str(counts.report_line_count)),
    ]
    return _card(screen, "quality", rows)
