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
from dashboards.phrases.targets import forecast_text, reason_text, share_texts
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget, StatusChange, UnitPart
from metrics.reading.rows import UnitName
from metrics.rules.classes import SAMPLE
from metrics.rules.target_kinds import TARGET_KINDS


def bullet_groups(screen: Screen, targets: Sequence[JudgedTarget]) -> Component:
    """Bullet bars by scope, since figures of different scopes must never be added up."""
    ordered = sorted(targets, key=lambda target: (TARGET_KINDS.index(target.kind), target.scope_id))
    groups = []
    for (kind, _), members in groupby(ordered, key=lambda target: (target.kind, target.scope_id)):
        listed = list(members)
        title = screen.words(f"targets.of_{kind}", scope=screen.name(listed[0].scope_name))
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


def part_groups(screen: Screen, parts: Sequence[UnitPart]) -> Component:
    """Bullet bars of what units carry, unit by unit."""
    by_unit: dict[UnitName, list[JudgedTarget]] = {}
    for part in parts:
        by_unit.setdefault(part.unit, []).append(part.target)
    groups = [
        html.Section(
            [
                html.H3(
                    [figures.unit_link(screen, unit), html.Span(f" {len(listed)}", className="count")],
                    className="group-title",
                ),
                html.Ul([html.Li(bullet_row(screen, target)) for target in listed], className="bullets"),
            ]
        )
        for unit, listed in by_unit.items()
    ]
    return html.Div([key(screen, [part.target for part in parts]), *groups])


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
                    figures.judgement_badge(screen, target),
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
    weaker = figures.judgement_badge(screen, target)
    parts.extend(html.Span([text, weaker], className="row-share") for text in share_texts(screen, target))
    if forecast := forecast_text(screen, target):
        badge = figures.provenance_badge(screen, target.weaker_forecast)
        parts.append(html.Span([forecast, badge], className="row-share"))
    if target.actual_value is None and target.different_basis_count:
        text = screen.words("different_basis_count", count=target.different_basis_count)
        parts.append(figures.chip(text, "basis"))
    return parts


def change_list(screen: Screen, changes: Sequence[StatusChange]) -> Component:
    """What moved since the round before: from which status to which."""
    if not changes:
        return html.P(screen.words("changes.none"), className="empty")
    entries: list[list[Component]] = [
        [
            html.Span([figures.target_link(screen, change.target), *figures.kind_chip(screen, change.target)]),
            html.Div(
                [
                    figures.status_mark(screen, change.previous_status),
                    html.Span("→", **aria(label=screen.words("changes.to")), role="img"),
                    figures.status_mark(screen, change.target.status),
                    # Statuses in words; only what a sample has moved must say so.
                    figures.provenance_badge(screen, SAMPLE if change.provenance == SAMPLE else None),
                ],
                className="line-figures",
            ),
        ]
        for change in changes
    ]
    return folded(screen, entries, "lines changes")


def attention_list(screen: Screen, targets: Sequence[JudgedTarget], parts: Sequence[UnitPart] = ()) -> Component:
    """Targets that need a look: the status, why, and who leads; below them, unit by unit, what units carry."""
    if not targets and not parts:
        return html.P(screen.words("attention.none"), className="empty")
    listed: Component = html.P(screen.words("attention.parts_only"), className="empty")
    if targets:
        listed = folded(screen, [_attention(screen, target) for target in targets], "lines")
    return html.Div([listed, *_units_attention(screen, parts)])


def _units_attention(screen: Screen, parts: Sequence[UnitPart]) -> list[Component]:
    """One line per unit with parts that need a look, each by name behind its status."""
    if not parts:
        return []
    by_unit: dict[UnitName, list[JudgedTarget]] = {}
    for part in parts:
        by_unit.setdefault(part.unit, []).append(part.target)
    entries: list[list[Component]] = [
        [
            html.Div(html.Strong(figures.unit_link(screen, unit)), className="line-figures"),
            *[
                html.P(
                    [
                        figures.judged_mark(screen, target),
                        " ",
                        figures.target_link(screen, target),
                        figures.target_badge(screen, target),
                    ],
                    className="line-source",
                )
                for target in listed
            ],
        ]
        for unit, listed in by_unit.items()
    ]
    title = screen.words("attention.parts", count=len(parts), units=len(by_unit))
    lines = html.Ul([html.Li(entry) for entry in entries], className="lines")
    return [html.Details([html.Summary(title), lines], className="twin")]


def _attention(screen: Screen, target: JudgedTarget) -> list[Component]:
    who: Component = html.Span(screen.words("attention.nobody"))
    if target.lead_units:
        who = figures.unit_links(screen, target.lead_units)
    return [
        html.Div(
            [
                figures.status_mark(screen, target.status),
                html.Strong(figures.target_link(screen, target)),
                *figures.kind_chip(screen, target),
            ],
            className="line-figures",
        ),
        html.P(
            [reason_text(screen, target), figures.provenance_badge(screen, target.judged_by)],
            className="line-reason",
        ),
        html.P([screen.words("attention.leads"), who], className="line-source"),
    ]
