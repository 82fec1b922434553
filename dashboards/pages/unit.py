"""One responsible unit: its gauges, the targets its tasks serve, its tasks as lead and support, its reports."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import unit_path
from dashboards.components import figures
from dashboards.components.rounds import reports
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.rounds.actions import template_button
from dashboards.components.rounds.take_away import feedback_links
from dashboards.components.sections import section
from dashboards.components.tables import targets_table, twin
from dashboards.components.targets import listing as targets
from dashboards.components.targets import tasks, unit_counts
from dashboards.components.targets.gauge import gauge_card
from dashboards.components.targets.ratings import rating_list
from dashboards.pages import missing
from dashboards.phrases.counts import kinds_text
from dashboards.screen import Page, Screen
from metrics.kinds.table import sent_by
from metrics.reading.programme import all_programmes
from metrics.reading.ratings import ratings
from metrics.reading.unit import UnitScorecard, unit_scorecard
from metrics.reading.unit_counts import counts_of_units
from metrics.warehouse import Snapshot
from metrics.working.average import unit_roll_up

PATH = "/unit/<unit_id>"


def layout(screen: Screen, snapshot: Snapshot, unit_id: str) -> Page:
    """The page of one unit in the programme and round of the address."""
    address = screen.address
    view = unit_scorecard(snapshot, unit_id, address.programme_id, address.period_id)
    if view is None:
        return missing.layout(screen, snapshot, "missing_page.unit")
    screen = screen.at(view.programme, view.round)
    shown = [entry for entry in all_programmes(snapshot) if entry.programme_id in view.programme_ids]
    content = html.Div([_head(screen, view), *_counts(screen, snapshot, view), *_body(screen, snapshot, view)])
    title = screen.name(view.unit.name)
    return Page(title, content, screen, tuple(shown), view.programme, unit_path(unit_id))


def is_there(snapshot: Snapshot, unit_id: str) -> bool:
    """Whether there is such a unit."""
    return bool(snapshot.rows("unit", unit_id=unit_id, period_id=None))


def _head(screen: Screen, view: UnitScorecard) -> Component:
    lead, support = len(view.tasks_as("lead")), len(view.tasks_as("support"))
    # Chinese readers know the office by its own name; English ones may have to ask for it by that.
    is_other = screen.language == "en" and view.unit.name.zh != view.unit.name.en
    original = [html.Span(view.unit.name.zh, lang="zh", className="other-name")] if is_other else []
    return html.Div(
        [
            html.P(screen.name(view.kind), className="eyebrow"),
            html.H1(
                [screen.name(view.unit.name), *original],
                tabIndex=-1,
            ),
            *_aliases(screen, view),
            *_changes(screen, view),
            html.P(_summary(screen, view, lead, support), className="lead-sentence"),
        ],
        className="page-head",
    )


def _aliases(screen: Screen, view: UnitScorecard) -> list[Component]:
    if not view.aliases:
        return []
    items = [
        html.Li(
            [
                figures.quoted(screen, alias.name),
                html.Span(figures.mixed(screen, screen.name(alias.note)), className="as-of"),
            ]
        )
        for alias in view.aliases
    ]
    return [html.Div([html.Span(screen.words("unit.aliases")), html.Ul(items)], className="aliases")]


def _changes(screen: Screen, view: UnitScorecard) -> list[Component]:
    """What the unit was called, what was merged into it, who took over from it, each with its day."""
    if not view.changes:
        return []
    items = []
    for change in view.changes:
        day, name = formats.day(change.happened_on, screen.language), screen.name(change.name)
        told: list[Component | str] = [screen.words(f"unit.change.{change.change}", day=day, name=name)]
        if change.other_unit_id is not None:
            link = dcc.Link(name, href=screen.address.to(unit_path(change.other_unit_id)))
            before, _, after = screen.words(f"unit.change.{change.change}", day=day, name="\0").partition("\0")
            told = [before, link, after]
        source = [html.Span(figures.quoted(screen, change.source), className="as-of")] if change.source else []
        items.append(html.Li([html.Span(told), *source]))
    return [html.Div([html.Span(screen.words("unit.changes")), html.Ul(items)], className="aliases")]


def _summary(screen: Screen, view: UnitScorecard, lead: int, support: int) -> str:
    carried, short = len(view.tasks_as("carries_out")), screen.name(view.programme.short_name)
    key = "unit.summary_carries_out" if carried else "unit.summary"
    sentence = screen.words(key, programme=short, lead=lead, support=support, carried=carried)
    if view.round is None:
        return sentence
    current = [report for report in view.reports if report.period_id == view.round.period_id]
    if not current:
        return sentence
    period = screen.period(view.round.period_id)
    told = screen.words("unit.report", period=period, state=screen.words(f"state.{current[0].shown_state}"))
    lacking = current[0].missing_item_count
    return sentence + told + (screen.words("unit.incomplete", count=lacking) if lacking else "")


def _counts(screen: Screen, snapshot: Snapshot, view: UnitScorecard) -> list[Component]:
    if view.round is None:
        return []
    place = view.programme.programme_id, view.round.period_id
    words = screen.words
    return [
        section(words("scorecard.title"), unit_counts.scorecard(screen, counts), words("scorecard.note"))
        for counts in counts_of_units(snapshot, *place, unit_id=view.unit.unit_id)
    ]


def _confidence(screen: Screen, snapshot: Snapshot, view: UnitScorecard) -> list[Component]:
    """Ratings of the unit's own parts and of the targets it leads."""
    if view.round is None:
        return []
    led = {target.target_id for target in view.served_targets if view.unit in target.lead_units}
    found = ratings(snapshot, view.programme.programme_id, view.round.period_id)
    own = [r for r in found if r.unit == view.unit or (r.unit is None and r.target_id in led)]
    if not own:
        return []
    words = screen.words
    return [section(words("confidence.title"), rating_list(screen, own), words("confidence.note"))]


def _body(screen: Screen, snapshot: Snapshot, view: UnitScorecard) -> list[Component]:
    words = screen.words
    parts = [_own_targets(screen, snapshot, view), *_confidence(screen, snapshot, view)]
    if view.served_targets:
        content = targets.bullet_groups(screen, view.served_targets)
        title = words("unit.served", kinds=kinds_text(screen, view.served_targets))
        parts.append(section(title, content, words("unit.served_note")))
    for role in ("lead", "carries_out", "support"):
        listed = view.tasks_as(role)
        if listed:
            title = words(f"unit.tasks_{role}", count=len(listed))
            content = tasks.task_list(screen, listed, is_collected=view.is_collected)
            parts.append(section(title, content, words(f"unit.tasks_{role}_note")))
    if not view.tasks:
        parts.append(section(words("unit.tasks"), html.P(words("unit.no_tasks"), className="empty")))
    history: Component = html.P(words("unit.no_reports"), className="empty")
    if view.reports:
        history = reports.rounds_table(screen, view.reports)
    if view.round is not None:
        place = (view.programme.programme_id, view.round.period_id, view.unit.unit_id)
        if view.takes_part:
            history = html.Div([history, feedback_links(screen, *place), *_hand_in(screen, view, place)])
    parts.append(section(words("unit.reports"), history, screen.name(view.programme.cycle_note)))
    return parts


def _hand_in(screen: Screen, view: UnitScorecard, place: tuple[str, str, str]) -> list[Component]:
    """The template of the round, and the way to hand it in; nothing in a view of an earlier day."""
    if screen.address.as_of is not None:
        return []
    upload = dcc.Link(screen.words("round.upload"), href=screen.address.to("/upload"), className="button")
    asked = dict(zip(("programme_id", "period_id", "unit_id"), place, strict=True))
    return [
        clerk_notice(screen),
        html.P([template_button(screen, sent_by("unit_id"), asked), upload], className="take-away"),
    ]


def _roll_up(screen: Screen, snapshot: Snapshot, view: UnitScorecard) -> list[Component]:
    """How many own targets are met, between which bounds, and the average or why there is none."""
    if view.round is None:
        return []
    said = unit_roll_up(snapshot, view.programme.programme_id, view.round.period_id, view.unit.unit_id)
    if said is None:
        return []
    text = (" " if screen.language == "en" else "").join(map(screen.name, said.said))
    return [html.P([text, figures.within_badge(screen, said.provenance)], className="average-line")]


def _own_targets(screen: Screen, snapshot: Snapshot, view: UnitScorecard) -> Component:
    words = screen.words
    if not view.own_targets:
        return section(words("unit.own"), html.P(words("unit.no_own"), className="empty"))
    is_illustrative = any(target.target_provenance == "sample" for target in view.own_targets)
    note = words("unit.own_note") if is_illustrative else ""
    cards = html.Div([gauge_card(screen, target, is_live=True) for target in view.own_targets], className="gauges")
    table = twin(screen, targets_table(screen, view.own_targets, words("unit.own")))
    return section(words("unit.own"), html.Div([*_roll_up(screen, snapshot, view), cards, table]), note)
