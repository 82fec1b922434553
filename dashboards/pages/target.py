"""One target: its history, its clause, the units' parts, the tasks that serve it, its definition."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import amounts, formats
from dashboards.address import figure_path, target_path
from dashboards.components import figures
from dashboards.components.sections import section
from dashboards.components.tables import Cell, table
from dashboards.components.targets.bullet import bullet
from dashboards.components.targets.clause import clause_card
from dashboards.components.targets.contributors import contributor_table
from dashboards.components.targets.gauge import gauge_card
from dashboards.components.targets.history import history, other_basis_list
from dashboards.components.targets.ratings import rating_list
from dashboards.components.targets.statuses import legend
from dashboards.components.targets.target_changes import change_table
from dashboards.components.targets.working import formula_list, method_panel, rows_table
from dashboards.pages import missing
from dashboards.phrases.targets import met_early, reason_text
from dashboards.screen import Page, Screen
from metrics.reading.judged_target import UnitPart
from metrics.reading.programme import all_programmes
from metrics.reading.ratings import Rating, ratings
from metrics.reading.rows import MeasureUnit
from metrics.reading.target import Sibling, TargetTask, TargetView, target_view
from metrics.warehouse import Snapshot
from metrics.working.judgements import FigureWorking, SourceRow
from metrics.working.target import TargetWorking, target_working

PATH = "/target/<target_id>"


def layout(screen: Screen, snapshot: Snapshot, target_id: str) -> Page:
    """The page of one target as judged in the round of the address."""
    view = target_view(snapshot, target_id, screen.address.period_id)
    if view is None:
        return _elsewhere(screen, snapshot, target_id)
    screen = screen.at(view.programme, view.round)
    working = target_working(snapshot, target_id, view.round.period_id)
    rated = ratings(snapshot, view.programme.programme_id, view.round.period_id, target_id=target_id)
    content = html.Div([_head(screen, view, working), *_body(screen, view, working, rated)])
    title = screen.name(view.target.name)
    return Page(title, content, screen, all_programmes(snapshot), view.programme)


def _elsewhere(screen: Screen, snapshot: Snapshot, target_id: str) -> Page:
    """What a reader is told of a target that the round of the address does not have: where it was last judged."""
    last = target_view(snapshot, target_id, None)
    if last is None:
        return missing.layout(screen, snapshot, "missing_page.target")
    name = screen.period_until(last.round.period_id, last.round.cut_off)
    words = screen.words("missing_page.target_last", target=screen.name(last.target.name), round=name)
    address = screen.address.to(
        target_path(target_id), programme_id=last.programme.programme_id, period_id=last.round.period_id
    )
    return missing.layout(screen, snapshot, "missing_page.target_round", dcc.Link(words, href=address))


def is_there(snapshot: Snapshot, target_id: str) -> bool:
    """Whether there is such a target."""
    return bool(snapshot.rows("target_clause", target_id=target_id))


def _head(screen: Screen, view: TargetView, working: TargetWorking) -> Component:
    target = view.target
    eyebrow = screen.words(
        "target.eyebrow", programme=screen.name(view.programme.short_name), scope=screen.name(target.scope_name)
    )
    return html.Div(
        [
            html.P(eyebrow, className="eyebrow"),
            html.H1(screen.name(target.name), tabIndex=-1),
            html.P(
                [
                    screen.words("target_prefix"),
                    figures.aim(screen, target),
                    figures.target_badge(screen, target),
                    html.Span(screen.words("due_by", due=formats.day(target.due_on, screen.language))),
                    figures.judged_mark(screen, target),
                    figures.exceeded_mark(screen, target),
                    *_disagreement(screen, view, working),
                ],
                className="target-line",
            ),
            html.P([reason_text(screen, target), *met_early(screen, target)], className="lead-sentence"),
        ],
        className="page-head",
    )


def _disagreement(screen: Screen, view: TargetView, working: TargetWorking) -> list[Component]:
    if not working.methods_disagree:
        return []
    address = screen.address.to(target_path(view.target.target_id), anchor="methods")
    return [dcc.Link(screen.words("method.disagree"), href=address, className="chip chip-basis")]


def _body(screen: Screen, view: TargetView, working: TargetWorking, rated: tuple[Rating, ...]) -> list[Component]:
    words = screen.words
    title = html.H2(screen.period_until(view.round.period_id, view.round.cut_off), className="card-title")
    aside = [gauge_card(screen, view.target, title, is_live=True), legend(screen, view.thresholds)]
    parts: list[Component] = [
        html.Div(
            [
                section(words("history.title"), history(screen, view, working), extra_class="panel"),
                html.Div(aside, className="aside"),
            ],
            className="columns",
        )
    ]
    if working.figure:
        parts.append(section(words("method.title"), method_panel(screen, working), words("method.note"), "methods"))
        parts.append(
            section(
                words("working.title"),
                _working(screen, working.figure, view.target.measure_unit),
                words("working.note"),
                "working",
            )
        )
    if rated:
        parts.append(section(words("confidence.title"), rating_list(screen, rated), words("confidence.note")))
    if view.other_basis:
        content = other_basis_list(screen, view.other_basis)
        parts.append(section(words("other_basis.title"), content, words("other_basis.note")))
    parts.append(section(words("clause.title"), clause_card(screen, view.clause), anchor="clause"))
    if view.changes:
        content = change_table(screen, view.changes, view.target.target_id)
        parts.append(section(words("target_change.title"), content, words("target_change.note"), "changes"))
    if view.parts:
        parts.append(section(words("parts.title"), _parts(screen, view, working.figure), _parts_note(screen, view)))
    if view.contributors:
        content = contributor_table(screen, view.contributors)
        parts.append(section(words("contributors.title"), content, words("contributors.about"), "contributors"))
    led = {unit for task in view.tasks for unit in task.lead_units}
    named = tuple(unit for unit in view.target.lead_units if unit not in led)
    if named:
        parts.append(section(words("target.responsible"), html.P(figures.unit_links(screen, named))))
    if view.tasks:
        parts.append(section(words("target.tasks"), _tasks(screen, view.tasks), words("target.tasks_note")))
    parts.append(section(words("definition.title"), _definition(screen, view)))
    return parts


def _working(screen: Screen, figure: FigureWorking, unit: MeasureUnit) -> Component:
    in_unit = figures.in_unit(screen, amounts.unit_name(unit, screen.language))
    formulas = html.Details(
        [html.Summary(screen.words("working.formulas")), formula_list(screen, figure)], className="twin"
    )
    return html.Div([in_unit, formulas, rows_table(screen, figure)] if figure.rows else [in_unit, formulas])


def _parts_note(screen: Screen, view: TargetView) -> str:
    is_illustrative = any(part.target.target_provenance == "sample" for part in view.parts)
    return screen.words("parts.note") if is_illustrative else ""


def _parts(screen: Screen, view: TargetView, figure: FigureWorking | None) -> Component:
    words = screen.words
    rows_behind = figure.rows if figure else ()
    cells = {row.unit_id: row for row in rows_behind if row.submission_id and row.indicator_id}
    rows: list[list[Cell]] = [
        [
            figures.unit_link(screen, part.unit),
            html.Span([figures.aim(screen, part.target), figures.target_badge(screen, part.target)]),
            html.Span(
                [
                    _reported(screen, part, cells.get(part.unit.unit_id)),
                    figures.provenance_badge(screen, part.target.provenance),
                ]
            ),
            html.Div(bullet(screen, part.target), className="cell-bar"),
            figures.shares(screen, part.target),
            html.Span([figures.status_mark(screen, part.target.status), figures.judgement_badge(screen, part.target)]),
        ]
        for part in view.parts
    ]
    names = ("unit", "aim", "actual", "bar", "attainment", "status")
    return table(words("parts.title"), [words(f"column.{name}") for name in names], rows)


def _reported(screen: Screen, part: UnitPart, row: SourceRow | None) -> Component:
    """A unit's figure, as a door to the cell it was reported in where one report holds it."""
    target = part.target
    amount = figures.actual(screen, target)
    if row is None or row.submission_id is None or row.indicator_id is None or target.actual_value is None:
        return amount
    return dcc.Link(amount, href=screen.address.to(figure_path(row.submission_id, row.indicator_id)))


def _tasks(screen: Screen, tasks: tuple[TargetTask, ...]) -> Component:
    return html.Ul(
        [
            html.Li(
                [
                    html.Div(
                        [
                            html.Span(figures.quoted(screen, task.task_number), className="task-number"),
                            html.Strong(screen.name(task.name)),
                        ],
                        className="line-figures",
                    ),
                    html.P(
                        [screen.words("attention.leads"), figures.unit_links(screen, task.lead_units)],
                        className="line-source",
                    ),
                ]
            )
            for task in tasks
        ],
        className="lines",
    )


def _sibling_name(screen: Screen, sibling: Sibling) -> Component | list[Component | str]:
    name = figures.mixed(screen, screen.name(sibling.name))
    return dcc.Link(name, href=screen.address.to(target_path(sibling.target_id))) if sibling.target_id else name


def _definition(screen: Screen, view: TargetView) -> Component:
    words = screen.words
    facts = [
        (words("definition.definition"), screen.name(view.definition)),
        (words("definition.basis"), screen.name(view.basis)),
        (words("definition.measure_type"), words(f"measure_type.{view.target.measure_type}")),
    ]
    rows = [html.Div([html.Dt(term), html.Dd(figures.mixed(screen, text))]) for term, text in facts]
    siblings = [
        html.Li(
            [
                html.Strong(_sibling_name(screen, sibling)),
                html.Span(figures.mixed(screen, screen.name(sibling.difference))),
            ]
        )
        for sibling in view.siblings
    ]
    parts: list[Component] = [html.Dl(rows, className="facts")]
    if siblings:
        parts.extend([html.H3(words("definition.siblings")), html.Ul(siblings, className="siblings")])
    return html.Div(parts)
