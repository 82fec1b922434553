"""Lists of targets: bullet bars by scope, and what needs attention."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.sections import folded
from dashboards.components.tables import targets_table, twin
from dashboards.components.targets.bullet import bullet, key
from dashboards.components.targets.gauge import as_of
from dashboards.screen import Screen
from metrics.views import JudgedTarget, StatusChange


def bullet_groups(screen: Screen, targets: Sequence[JudgedTarget]) -> Component:
    """Bullet bars by scope, since figures of different scopes must never be added up."""
    ordered = sorted(targets, key=lambda target: (target.level != "programme", target.scope_id))
    groups = []
    for (level, _), members in groupby(ordered, key=lambda target: (target.level, target.scope_id)):
        listed = list(members)
        title = screen.words(f"targets.level_{level}", scope=screen.name(listed[0].scope_name))
        groups.append(
            html.Section(
                [
                    html.H3([title, html.Span(f" {len(listed)}", className="count")], className="group-title"),
                    html.Ul([html.Li(bullet_row(screen, target)) for target in listed], className="bullets"),
                ]
            )
        )
    table = twin(screen, targets_table(screen, targets))
    return html.Div([key(screen, targets), *groups, table])


def bullet_row(screen: Screen, target: JudgedTarget) -> Component:
    """One target on one line: name, aim, bar, actual, attainment, status."""
    return html.Div(
        [
            html.Div(
                [
                    html.Div(figures.target_link(screen, target), className="row-name"),
                    html.Div(
                        [
                            screen.words("target_prefix"),
                            figures.aim(screen, target),
                            figures.target_badge(screen, target),
                            html.Span(
                                screen.words("due_by", due=formats.day(target.due_on, screen.language)),
                                className="as-of",
                            ),
                        ],
                        className="row-aim",
                    ),
                ],
                className="row-what",
            ),
            html.Div(bullet(screen, target), className="row-bar"),
            html.Div(_actual(screen, target), className="row-actual"),
            html.Div(
                [
                    figures.status_mark(screen, target.status),
                    figures.exceeded_mark(screen, target),
                    figures.incomplete_mark(screen, target),
                ],
                className="row-status",
            ),
        ],
        className="bullet-row",
    )


def _actual(screen: Screen, target: JudgedTarget) -> list[Component]:
    parts: list[Component] = [
        html.Strong(figures.actual(screen, target)),
        figures.provenance_badge(screen, target.provenance),
        *as_of(screen, target),
    ]
    parts.extend(html.Span(text, className="row-share") for text in figures.share_texts(screen, target))
    if forecast := figures.forecast_text(screen, target):
        parts.append(html.Span(forecast, className="row-share"))
    if target.actual_value is None and target.different_basis_count:
        text = screen.words("different_basis_count", count=target.different_basis_count)
        parts.append(html.Span(text, className="chip chip-basis"))
    return parts


def change_list(screen: Screen, changes: Sequence[StatusChange]) -> Component:
    """What moved since the round before: from which status to which."""
    if not changes:
        return html.P(screen.words("changes.none"), className="empty")
    entries: list[list[Component]] = [
        [
            figures.target_link(screen, change.target),
            html.Div(
                [
                    figures.status_mark(screen, change.previous_status),
                    html.Span("→", **aria(label=screen.words("changes.to")), role="img"),
                    figures.status_mark(screen, change.target.status),
                ],
                className="line-figures",
            ),
        ]
        for change in changes
    ]
    return folded(screen, entries, "lines changes")


def attention_list(screen: Screen, targets: Sequence[JudgedTarget]) -> Component:
    """Targets that need a look: the status, why, and who leads."""
    if not targets:
        return html.P(screen.words("attention.none"), className="empty")
    return folded(screen, [_attention(screen, target) for target in targets], "lines")


def _attention(screen: Screen, target: JudgedTarget) -> list[Component]:
    who: Component = html.Span(screen.words("attention.nobody"))
    if target.lead_units:
        who = figures.unit_links(screen, target.lead_units)
    return [
        html.Div(
            [
                figures.status_mark(screen, target.status),
                html.Strong(figures.target_link(screen, target)),
                *([html.Span(screen.words("in_task"), className="chip")] if target.level == "task" else []),
            ],
            className="line-figures",
        ),
        html.P(
            [figures.reason(screen, target), figures.provenance_badge(screen, target.provenance)],
            className="line-reason",
        ),
        html.P([screen.words("attention.leads"), who], className="line-source"),
    ]
