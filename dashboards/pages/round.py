"""The feedback round for the officer who runs it: who has reported, who must be reminded."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.round_board import round_table
from dashboards.components.sections import page_head, section
from dashboards.components.take_away import document_links, reminder_list
from dashboards.documents.desk import Desk
from dashboards.pages.overview import DEFAULT_PROGRAMME
from dashboards.screen import Page, Screen
from metrics import scorecard
from metrics.feedback import FeedbackRound, feedback_round
from metrics.warehouse import Snapshot

PATH = "/round"


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page for the programme and round of the address."""
    programmes = scorecard.programmes(snapshot)
    programme = scorecard.chosen_programme(programmes, screen.address.programme_id, DEFAULT_PROGRAMME)
    view = feedback_round(snapshot, programme, screen.address.period_id)
    screen = screen.at(programme, view.round)
    words = screen.words
    content = html.Div([page_head(words("round.title"), _summary(screen, view)), *_body(screen, snapshot, view)])
    return Page(words("round.title"), content, screen, programmes, programme, PATH)


def _summary(screen: Screen, view: FeedbackRound) -> str:
    words = screen.words
    if view.round is None or not view.lines:
        return words("round.empty")
    owed = [line for line in view.lines if line.report.is_lead]
    return words(
        "round.summary",
        period=formats.period(view.round.period_id, screen.language),
        due=formats.day(view.round.due_on, screen.language),
        owed=len(owed),
        done=sum(1 for line in owed if line.report.is_reported),
        late=sum(1 for line in owed if (line.report.days_late or 0) > 0),
        remind=len(view.reminders),
    )


def _body(screen: Screen, snapshot: Snapshot, view: FeedbackRound) -> list[Component]:
    words = screen.words
    if view.round is None:
        return []
    documents = document_links(screen, view.programme.programme_id, view.round.period_id)
    taken = section(words("round.files"), documents, words("round.files_note"))
    if not view.lines:
        return [taken]
    note = f"{screen.name(view.programme.cycle_note)} {words('round.note')}"
    desk = Desk.of(screen.language, snapshot.build)
    return [
        section(words("round.units"), round_table(screen, view), note),
        taken,
        section(words("round.reminders"), reminder_list(screen, desk, view), words("round.reminders_note")),
    ]
