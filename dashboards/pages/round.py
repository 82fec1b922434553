"""The feedback round for the officer who runs it: who has reported, who must be reminded."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.rounds.actions import dialog, said_notice
from dashboards.components.rounds.board import history_table, round_table
from dashboards.components.rounds.closing import closing_record
from dashboards.components.rounds.extra import extra_round
from dashboards.components.rounds.steps import close_button, schedule_button
from dashboards.components.rounds.take_away import document_links, not_collected, reminder_list
from dashboards.components.sections import page_head, section, without_round
from dashboards.documents.contents.reminders import reminder
from dashboards.documents.contents.wording import Wording
from dashboards.screen import Page, Screen
from metrics.reading.contact import contacts
from metrics.reading.feedback import FeedbackRound, feedback_round, seen_until
from metrics.reading.programme import all_programmes, chosen_programme
from metrics.warehouse import Snapshot

PATH = "/round"
MENU_PLACE = 40
IS_OF_PROGRAMME = True


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page for the programme and round of the address."""
    programmes = all_programmes(snapshot)
    programme = chosen_programme(programmes, screen.address.programme_id)
    asked = screen.address.period_id
    view = feedback_round(snapshot, programme, asked)
    screen = screen.at(programme, view.round)
    content = html.Div([page_head(screen.reporting, _summary(screen, view)), *_body(screen, snapshot, view, asked)])
    return Page(screen.reporting, content, screen, programmes, programme, PATH)


def _summary(screen: Screen, view: FeedbackRound) -> str:
    words = screen.words
    if view.round is None:
        return without_round(screen, view.programme, view.round)
    if not view.lines:
        return words("round.no_units")
    owed = [line for line in view.lines if line.report.is_owed]
    named = {
        "period": screen.period_until(view.round.period_id, view.round.cut_off),
        "due": formats.day(view.round.due_on, screen.language),
        "owed": len(owed),
    }
    if not view.is_collected:
        return words("round.summary_not_collected", **named, why=not_collected(screen, view))
    lacking = sum(1 for line in owed if line.report.is_reported and line.report.is_incomplete)
    summary = words(
        "round.summary",
        **named,
        done=sum(1 for line in owed if line.report.is_reported),
        late=sum(1 for line in owed if (line.report.days_late or 0) > 0),
        remind=len(view.reminders),
    )
    return summary + (words("round.incomplete", count=lacking) if lacking else "")


def _body(screen: Screen, snapshot: Snapshot, view: FeedbackRound, asked: str | None) -> list[Component]:
    words, is_now = screen.words, screen.address.as_of is None
    acting = [dialog(screen, words("act.reason"), seen_until(snapshot))] if is_now else []
    extra = [section(words("round.extra_title"), extra_round(screen, view.programme, asked))] if is_now else []
    if view.round is None:
        return [said_notice(), *extra, *acting]
    documents = document_links(screen, view.programme.programme_id, view.round.period_id)
    taken = section(words("round.files"), documents, words("round.files_note"))
    if not view.lines:
        return [said_notice(), taken, *extra, *acting]
    wording = Wording.of(screen.language, snapshot.build)
    letters = {line.report.unit.unit_id: reminder(wording, view, line).text for line in view.reminders}
    note = words("round.history_note", clock=formats.clock_name(words))
    return [
        said_notice(),
        clerk_notice(screen),
        section(words("round.units"), _board(screen, view), _note(screen, view)),
        *_closing(screen, view),
        taken,
        section(
            words("round.reminders"),
            reminder_list(screen, view, letters, contacts(snapshot)),
            words("round.reminders_note"),
        ),
        section(words("round.history"), _history(screen, view), note),
        *extra,
        *acting,
    ]


def _closing(screen: Screen, view: FeedbackRound) -> list[Component]:
    told = closing_record(screen, view)
    return [section(screen.words("closing.title"), html.Div(told))] if told else []


def _history(screen: Screen, view: FeedbackRound) -> Component:
    words = screen.words
    if not view.history:
        return html.P(words("round.no_history"), className="empty")
    summary = html.Summary(words("round.steps", count=len(view.history)))
    return html.Details([summary, history_table(screen, view)], className="folded")


def _note(screen: Screen, view: FeedbackRound) -> str:
    words = screen.words
    read_only = words("round.read_only") if screen.address.as_of else ""
    return f"{screen.name(view.programme.cycle_note)} {words('round.note')} {read_only}".strip()


def _first_steps(screen: Screen) -> Component:
    """What an office does that has not received a single report yet."""
    upload = dcc.Link(screen.words("menu.upload"), href=screen.address.to("/upload"))
    steps = [
        html.Li(screen.words("round.first_template")),
        html.Li([screen.words("round.first_upload"), upload]),
        html.Li(screen.words("round.first_review")),
    ]
    return html.Div([html.P(screen.words("round.first_steps")), html.Ol(steps)], className="empty")


def _board(screen: Screen, view: FeedbackRound) -> Component:
    """The lead units; those that only support and were not asked for a report are folded below."""
    words = screen.words
    leads = [line for line in view.lines if line.report.is_owed]
    supports = [line for line in view.lines if not line.report.is_owed]
    parts = [round_table(screen, view, leads, words("round.leads"))] if leads else []
    if supports:
        summary = html.Summary(words("round.supports", count=len(supports)))
        parts.append(
            html.Details(
                [summary, round_table(screen, view, supports, words("round.supports_table"))], className="folded"
            )
        )
    if screen.address.as_of is None:
        upload = dcc.Link(words("round.upload"), href=screen.address.to("/upload"), className="button")
        parts.append(html.P(upload, className="take-away"))
        parts.append(close_button(screen, view) if view.collected_since else _first_steps(screen))
        parts.append(schedule_button(screen, view))
    return html.Div(parts)
