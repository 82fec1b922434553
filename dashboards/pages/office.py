"""The office: what it says of itself, how to change that, and who did; where there is none yet, how to make it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.office_form import office_form
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.sections import page_head, section
from dashboards.screen import Page, Screen
from metrics.contract import OFFICE_CHANGE, OFFICE_MAKE
from metrics.office import office_facts, usual_facts
from metrics.reading.office import OfficeChange, office_changes, read_office
from metrics.warehouse import Snapshot

PATH = "/office"


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page: the facts in their form, who may change them and how, and the changes so far."""
    words, office = screen.words, read_office(snapshot)
    form = office_form(screen, OFFICE_CHANGE, office_facts(office))
    changes = [html.Li(_change(screen, change)) for change in office_changes(snapshot)]
    content = html.Div(
        [
            page_head(words("office.title"), words("office.summary", office=screen.name(office.called))),
            html.P("", id="act-said", className="notice", hidden=True, role="status"),
            clerk_notice(screen),
            section(words("office.facts"), form, words("office.who")),
            section(
                words("office.changes"),
                html.Ul(changes, className="lines") if changes else html.P(words("office.no_changes")),
            ),
        ]
    )
    return Page(words("office.title"), content, screen)


def to_be_made(screen: Screen, name: str) -> Page:
    """What is seen where there is no office yet: the form that makes it, with `name` filled in."""
    words = screen.words
    facts = usual_facts([screen.language]) | {"languages": [screen.language], "name": {"zh": name, "en": name}}
    content = html.Div(
        [
            page_head(words("office.new_title"), words("office.new_summary")),
            clerk_notice(screen),
            office_form(screen, OFFICE_MAKE, facts),
        ]
    )
    return Page(words("office.new_title"), content, screen)


def _change(screen: Screen, change: OfficeChange) -> list[Component | str]:
    words = screen.words
    changed = words("separator").join(words(f"office.fact.{key}") for key in change.changed)
    said = words("office.changed", moment=formats.moment(change.recorded_at, screen.language), by=change.actor,
                 facts=changed)  # fmt: skip
    return [said, html.P(change.reason, className="note")]
