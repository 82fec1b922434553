"""What a round leaves the house with: reminders to send, and documents to download."""

from __future__ import annotations

import re
from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria, data, dressed
from dashboards.components.rounds.board import ladder_mark
from dashboards.document_paths import ALL, BULLETIN, FORMATS, calendar_path, document_path, reminder_path
from dashboards.screen import Screen
from metrics.reading.contact import Contact
from metrics.reading.feedback import FeedbackRound, RoundLine


def reminder_list(
    screen: Screen, view: FeedbackRound, letters: Mapping[str, str], called: Mapping[str, tuple[Contact, ...]]
) -> Component:
    """The reminder of each unit that owes something: whom to call, its text from `letters` to copy or as a mail."""
    words, chosen = screen.words, view.round
    calendar = _download(screen, calendar_path(view.programme.programme_id), words("round.calendar"))
    if not view.reminders or chosen is None:
        nobody = words("round.nobody")
        if not view.is_collected:
            nobody = words("round.nobody_not_collected", why=not_collected(screen, view))
        return html.Div([html.P(nobody, className="empty"), html.P(calendar, className="take-away")])
    every = _download(
        screen, reminder_path(view.programme.programme_id, chosen.period_id, ALL), words("round.mail_all")
    )
    listed = html.Ul(
        [html.Li(_reminder(screen, view, line, letters, called)) for line in view.reminders], className="lines"
    )
    return html.Div([html.P([every, calendar], className="take-away"), listed])


def not_collected(screen: Screen, view: FeedbackRound) -> str:
    """Why nobody is called overdue: nothing was ever handed in here, or the round is of the time before."""
    if view.round is not None and not view.round.is_open:
        return screen.words("round.not_opened")
    if view.collected_since is None:
        return screen.words("round.never_collected")
    return screen.words("round.collected_since", day=formats.day(view.collected_since, screen.language))


def _reminder(
    screen: Screen, view: FeedbackRound, line: RoundLine, letters: Mapping[str, str],
    called: Mapping[str, tuple[Contact, ...]],
) -> list[Component]:  # fmt: skip
    unit_id = line.report.unit.unit_id
    text_id = f"reminder-{unit_id}"
    named = {"unit": screen.name(line.report.unit.name)}
    copy = dressed(
        dbc.Button(screen.words("copy"), type="button", className="copy"),
        **data(copy=text_id, done=screen.words("copied")),
        **aria(label=screen.words("round.copy_for", **named)),
    )
    place = reminder_path(view.programme.programme_id, line.report.period_id, unit_id)
    mail = _download(screen, place, screen.words("round.mail"), screen.words("round.mail_for", **named), "copy")
    buttons = html.Span([copy, mail], className="line-buttons")
    head = html.Div(
        [figures.unit_link(screen, line.report.unit), ladder_mark(screen, line), buttons], className="line-figures"
    )
    people = [html.P(whom_to_call(screen, one), className="line-source contact") for one in called.get(unit_id, ())]
    return [head, *people, html.Div(figures.mixed(screen, letters[unit_id]), id=text_id, className="reminder-text")]


def whom_to_call(screen: Screen, one: Contact) -> list[Component | str]:
    """One person or office at a unit, with the telephone number and the mail address as links."""
    parts: list[Component | str] = [screen.words("round.whom_to_call"), figures.quoted(screen, one.contact_name)]
    if one.telephone:
        parts += [" ", html.A(one.telephone, href=f"tel:{re.sub('[^0-9+]', '', one.telephone)}")]
    if one.mail:
        parts += [" ", html.A(one.mail, href=f"mailto:{one.mail}")]
    return parts


def document_links(screen: Screen, programme_id: str, period_id: str) -> Component:
    """The bulletin of a round, and all of its documents, as Word and PDF."""
    labels = ((BULLETIN, "round.bulletin"), (ALL, "round.feedback_all"))
    links = [
        _download(screen, document_path(programme_id, period_id, name, ending), _kind(screen, key, ending))
        for name, key in labels
        for ending in FORMATS
    ]
    return html.P(links, className="take-away")


def feedback_links(screen: Screen, programme_id: str, period_id: str, unit_id: str) -> Component:
    """The feedback document of one unit in a round, as Word and PDF."""
    links = [
        _download(
            screen, document_path(programme_id, period_id, unit_id, ending), _kind(screen, "unit.feedback", ending)
        )
        for ending in FORMATS
    ]
    return html.P(links, className="take-away")


def _kind(screen: Screen, key: str, ending: str) -> str:
    return screen.words(key, kind=screen.words(f"file_kind.{ending}"))


def _download(screen: Screen, path: str, text: str, label: str = "", extra_class: str = "button") -> Component:
    named = aria(label=label) if label else {}
    return html.A(text, href=screen.address.to(path), download="", className=extra_class, **named)
