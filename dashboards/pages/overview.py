"""The overview: one programme in one round, for a reader with two minutes."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.centres.listing import centre_list
from dashboards.components.documents import document_line, facts_list
from dashboards.components.figures import mixed, within_badge
from dashboards.components.rounds import reports
from dashboards.components.sections import section
from dashboards.components.tables import Cell, table, targets_table, twin
from dashboards.components.targets import counting, statuses
from dashboards.components.targets import listing as targets
from dashboards.components.targets.gauge import gauge_card
from dashboards.components.targets.ratings import rating_list
from dashboards.phrases.counts import counted_text, kinds_text
from dashboards.phrases.target_changes import lowered_text
from dashboards.screen import Page, Screen
from metrics.reading.overview import Overview, overview
from metrics.reading.programme import all_programmes, chosen_programme
from metrics.reading.ratings import ratings
from metrics.rules.classes import weakest
from metrics.rules.statuses import STATUSES
from metrics.rules.target_kinds import GOAL, PART, REQUIREMENT, TARGET_KINDS
from metrics.warehouse import Snapshot
from metrics.working.average import programme_average

PATH = "/"
MENU_PLACE = 10
IS_OF_PROGRAMME = True


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page for the programme and round of the address, else for the newest round of the default."""
    programmes = all_programmes(snapshot)
    programme = chosen_programme(programmes, screen.address.programme_id)
    view = overview(snapshot, programme, screen.address.period_id)
    status, kind = screen.address.status, screen.address.kind
    screen = screen.at(programme, view.round)
    content = html.Div([_head(screen, view), *_body(screen, snapshot, view, status, kind)])
    return Page(screen.name(programme.short_name), content, screen, programmes, programme)


def _head(screen: Screen, view: Overview) -> Component:
    return html.Div(
        [
            *[document_line(screen, document) for document in view.documents],
            html.H1(screen.name(view.programme.name), tabIndex=-1),
            html.P([summary(screen, view), _class_of(screen, view)], className="lead-sentence"),
        ],
        className="page-head",
    )


def _class_of(screen: Screen, view: Overview) -> Component:
    return within_badge(screen, weakest(view.counts[kind].provenance for kind in (GOAL, REQUIREMENT)))


def summary(screen: Screen, view: Overview) -> str:
    """The state of the programme in words: goals and yearly requirements by status, reports in and owed."""
    words = screen.words
    if not view.targets or view.round is None:
        return _without_round(screen, view)
    sentence = words(
        "overview.summary",
        period=screen.period_until(view.round.period_id, view.round.cut_off),
        counts=counted_text(screen, view.counts, (GOAL, REQUIREMENT)),
    )
    if not view.owed_reports:
        return sentence
    done = len(view.owed_reports) - len(view.open_reports)
    told = words("overview.reports", done=done, count=len(view.owed_reports))
    lacking = len(view.incomplete_reports)
    return sentence + told + (words("overview.incomplete", count=lacking) if lacking else "")


def _without_round(screen: Screen, view: Overview) -> str:
    """Why nothing is judged: not issued yet, no round due yet, none set, or no target in the data."""
    words, language = screen.words, screen.language
    if not view.is_issued and view.issued_on and view.seen_on:
        days = {"day": formats.day(view.seen_on, language), "issued": formats.day(view.issued_on, language)}
        is_stated = any(document.issued_on for document in view.documents)
        return words("overview.not_issued" if is_stated else "overview.not_begun", **days)
    if not view.stated:
        return words("overview.no_targets")
    kinds = kinds_text(screen, [entry.target for entry in view.stated])
    first = view.programme.first_due_on
    if first is None or view.seen_on is None:
        return words("overview.no_rounds", kinds=kinds)
    days = {"day": formats.day(view.seen_on, language), "first": formats.day(first, language)}
    return words("overview.before_first", kinds=kinds, **days)


def _stated(screen: Screen, view: Overview) -> Component:
    """What the document asks for and when a report on it first falls due, while nothing is judged yet."""
    words, rows = screen.words, list[list[Cell]]()
    for entry in view.stated:
        first = entry.first_due_on or entry.target.due_on
        rows.append(
            [
                html.Span([screen.name(entry.target.name), *figures.kind_chip(screen, entry.target)]),
                screen.name(entry.target.scope_name),
                figures.aim(screen, entry.target),
                formats.day(first, screen.language),
                formats.day(entry.target.due_on, screen.language),
            ]
        )
    heads = [words(f"column.{name}") for name in ("target", "scope", "aim", "first_due", "due")]
    return section(words("stated.title"), table(words("stated.title"), heads, rows), words("stated.note"), "targets")


def _body(screen: Screen, snapshot: Snapshot, view: Overview, status: str | None, kind: str | None) -> list[Component]:
    words = screen.words
    parts: list[Component] = []
    if view.targets:
        parts = [
            _counts(screen, snapshot, view),
            _attention(screen, view),
            _headline(screen, view),
            *_confidence(screen, snapshot, view),
            _targets(screen, view, status, kind),
        ]
    if view.stated and view.is_issued:
        parts.append(_stated(screen, view))
    if view.centres:
        parts.append(section(words("centres.title"), centre_list(screen, view.centres), words("centres.note")))
    if view.document_facts and view.is_issued:
        parts.append(section(words("facts.title"), facts_list(screen, view.document_facts), words("facts.note")))
    return parts


def _counts(screen: Screen, snapshot: Snapshot, view: Overview) -> Component:
    words, counts = screen.words, view.counts
    label = words("overview.counts")
    return html.Section(
        [
            html.H2(label, className="visually-hidden"),
            statuses.strip(screen, counts[GOAL].statuses, label),
            statuses.tiles(screen, counts[GOAL]),
            *[counting.kind_doors(screen, counts[kind]) for kind in (REQUIREMENT, PART) if counts[kind].total],
            *_average(screen, snapshot, view),
            *([html.P(lowered_text(screen, view.lowered, view.targets), className="note")] if view.lowered else []),
            html.P(words("legend.lights"), className="note"),
            statuses.legend(screen, view.thresholds),
        ],
        className="counts",
    )


def _average(screen: Screen, snapshot: Snapshot, view: Overview) -> list[Component]:
    """Both bounds of the weighted average, where somebody has set weights."""
    if view.round is None:
        return []
    average = programme_average(snapshot, view.programme.programme_id, view.round.period_id)
    if average is None or average.missing_as_zero is None:
        return []
    badge = within_badge(screen, average.provenance)
    return [html.P([*mixed(screen, screen.name(average.summary)), badge], className="average-line")]


def _attention(screen: Screen, view: Overview) -> Component:
    words = screen.words
    listed = targets.attention_list(screen, view.needs_attention, view.parts_needing_attention)
    kinds = kinds_text(screen, [*view.needs_attention, *(part.target for part in view.parts_needing_attention)])
    note = words("attention.counted", kinds=kinds) + words("attention.note") if kinds else ""
    return html.Div(
        [
            section(words("attention.title"), listed, note=note, extra_class="panel"),
            html.Div([*_changes(screen, view), _reports(screen, view)], className="aside"),
        ],
        className="columns",
    )


def _confidence(screen: Screen, snapshot: Snapshot, view: Overview) -> list[Component]:
    """Where a person's view and the figures part, the widest gap first; nothing where they agree."""
    if view.round is None:
        return []
    found = ratings(snapshot, view.programme.programme_id, view.round.period_id)
    parting = [rating for rating in found if rating.disagreement not in ("agree", "no_status")]
    if not parting:
        return []
    words = screen.words
    return [section(words("confidence.title"), rating_list(screen, parting), words("confidence.note"))]


def _headline(screen: Screen, view: Overview) -> Component:
    words = screen.words
    if not view.headline:
        return section(words("headline.title"), html.P(words("headline.empty"), className="empty"))
    cards = html.Div([gauge_card(screen, target) for target in view.headline], className="gauges")
    table = twin(screen, targets_table(screen, view.headline, words("headline.title")))
    return section(words("headline.title"), html.Div([cards, table]), words("headline.note"))


def _reports(screen: Screen, view: Overview) -> Component:
    words = screen.words
    if not view.owed_reports:
        is_collected = all(report.is_collected for report in view.reports)
        empty = html.P(words("reports.none_owed" if is_collected else "reports.not_collected"), className="empty")
        return section(words("reports.title"), empty, extra_class="panel")
    done = len(view.owed_reports) - len(view.open_reports)
    late = sum(1 for report in view.owed_reports if (report.days_late or 0) > 0)
    come = words("reports.in", late=late, incomplete=len(view.incomplete_reports))
    figure = html.P([html.Span(f"{done}/{len(view.owed_reports)}", className="big-number"), come], className="big-line")
    door = dcc.Link(words("reports.all_units"), href=screen.address.to("/units"), className="more")
    content = html.Div([figure, reports.open_list(screen, [*view.open_reports, *view.incomplete_reports]), door])
    return section(words("reports.title"), content, screen.name(view.programme.cycle_note), extra_class="panel")


def _changes(screen: Screen, view: Overview) -> list[Component]:
    if not view.previous_targets:
        return []
    content = targets.change_list(screen, view.changes)
    return [section(screen.words("changes.title"), content, extra_class="panel")]


def _targets(screen: Screen, view: Overview, status: str | None, kind: str | None) -> Component:
    words = screen.words
    if status not in STATUSES:
        return section(
            words("targets.title"), targets.bullet_groups(screen, view.targets), _scopes(screen, view), "targets"
        )
    # A tile counts goals: an address that names no kind means them.
    chosen = kind if kind in TARGET_KINDS else GOAL
    every = dcc.Link(words("targets.show_all"), href=screen.address.to("/", anchor="targets"), className="more")
    counted = words(f"target_kind.{chosen}.count", count=view.counts[chosen].of(status))
    filtered = words("targets.filtered", status=words(f"status.{status}"), counted=counted)
    content = html.Div([html.P([filtered, every], className="filter-line"), _listed(screen, view, status, chosen)])
    return section(words("targets.title"), content, _scopes(screen, view), "targets")


def _scopes(screen: Screen, view: Overview) -> str:
    """Which scopes the targets are of, and that figures of several are not added."""
    words = screen.words
    names = list(dict.fromkeys(screen.name(target.scope_name) for target in view.targets))
    if len(names) == 1:
        return words("targets.note_of_one", scope=names[0])
    return words("targets.note", scopes=words("separator").join(names))


def _listed(screen: Screen, view: Overview, status: str, kind: str) -> Component:
    """The judgements of one kind and status: as many as the tile or line counts that leads here."""
    if kind == PART:
        return targets.part_groups(screen, [part for part in view.parts if part.target.status == status])
    return targets.bullet_groups(screen, [t for t in view.targets if t.status == status and t.kind == kind])
