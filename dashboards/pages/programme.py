"""One programme as it is declared: what holds today and can be changed, what is to change, who published it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import programme_path
from dashboards.components.programmes.listing import target_list, task_list, unit_list
from dashboards.components.programmes.scheduled import history, scheduled_list
from dashboards.components.sections import crumbs, page_head, section
from dashboards.pages import missing
from dashboards.screen import Page, Screen
from metrics.reading.changeable import (
    changeable_targets,
    changeable_tasks,
    office_units,
    scheduled_target_changes,
    scheduled_unit_changes,
)
from metrics.reading.programme import Programme, all_programmes
from metrics.reading.publication import publications
from metrics.warehouse import Snapshot

PATH = "/programmes/<programme_id>"
ABOVE = "/programmes"


def layout(screen: Screen, snapshot: Snapshot, programme_id: str) -> Page:
    """The page of one programme."""
    programme = programme_of(snapshot, programme_id)
    if programme is None:
        return missing.layout(screen, snapshot, "missing_page.programme")
    name, words = screen.name(programme.name), screen.words
    day, is_now = snapshot.seen_on, screen.address.as_of is None
    units = [one for one in office_units(snapshot, programme_id) if one.is_of_programme]
    scheduled = scheduled_list(
        screen, scheduled_target_changes(snapshot, programme_id), scheduled_unit_changes(snapshot, programme_id)
    )
    summary = words("programmes.own_summary" if is_now else "programmes.own_past",
                    day=formats.day(day, screen.language))  # fmt: skip
    targets = target_list(screen, programme_id, changeable_targets(snapshot, programme_id), is_now=is_now)
    parts = [
        section(words("programmes.scheduled_title"), scheduled, words("programmes.scheduled_note"), "scheduled"),
        section(words("programmes.targets"), targets, words("programmes.targets_note"), "targets"),
        section(words("programmes.units"), unit_list(screen, programme_id, units, day, is_now=is_now), anchor="units"),
        section(
            words("programmes.tasks"),
            task_list(screen, programme_id, changeable_tasks(snapshot, programme_id), is_now=is_now),
            anchor="tasks",
        ),
        section(words("programmes.history.title"), history(screen, publications(snapshot, programme_id)),
                anchor="history"),
    ]  # fmt: skip
    way = crumbs(screen, [(words("programmes.title"), screen.address.to(ABOVE))], name)
    content = html.Div([way, page_head(name, summary), _contents(screen, programme_id), *parts])
    return Page(name, content, screen)


def is_there(snapshot: Snapshot, programme_id: str) -> bool:
    """Whether there is such a programme."""
    return programme_of(snapshot, programme_id) is not None


def programme_of(snapshot: Snapshot, programme_id: str) -> Programme | None:
    """The programme of that id, None where there is none."""
    return next((one for one in all_programmes(snapshot) if one.programme_id == programme_id), None)


def _contents(screen: Screen, programme_id: str) -> Component:
    names: Sequence[tuple[str, str]] = (
        ("scheduled", "scheduled_title"), ("targets", "targets"), ("units", "units"), ("tasks", "tasks"),
        ("history", "history.title"),
    )  # fmt: skip
    links = [dcc.Link(screen.words(f"programmes.{name}"), href=f"#{anchor}", className="button")
             for anchor, name in names]  # fmt: skip
    if screen.address.as_of is None:
        href = screen.address.to(f"{programme_path(programme_id)}/breakdown", programme_id=None, period_id=None)
        links.append(dcc.Link(screen.words("programmes.breakdown"), href=href, className="button button-first"))
    return html.P(links, className="take-away")
