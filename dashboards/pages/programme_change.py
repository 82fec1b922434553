"""A single change of a programme as a form: what holds today, the fields, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import programme_path
from dashboards.components.figures import Content
from dashboards.components.programmes.change_form import Choices, change_form
from dashboards.components.programmes.listing import target_name, target_now, task_name, task_now
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.sections import crumbs, page_head, section
from dashboards.components.uploading import upload_results
from dashboards.pages import missing
from dashboards.pages.programme import ABOVE, programme_of
from dashboards.screen import Page, Screen
from metrics.reading.changeable import changeable_targets, changeable_tasks, office_units, part_units
from metrics.reading.programme import programme_documents
from metrics.reading.publication import manifest_in_force
from metrics.single_changes import DOCUMENT, ONE_UNIT, OTHER_TARGET, PART, ROLE, ROLES, TARGET, TASK, single_changes
from metrics.warehouse import Snapshot

PATH = "/programmes/<programme_id>/<change>/<subject_id>"


@dataclass(frozen=True)
class Subject:
    """What a change is about: its name, and what holds of it today."""

    name: str
    now: Content


def layout(screen: Screen, snapshot: Snapshot, programme_id: str, change: str, subject_id: str) -> Page:
    """The form of one change of one thing."""
    programme, of = programme_of(snapshot, programme_id), single_changes().get(change)
    subject = _subject(screen, snapshot, programme_id, of.subject, subject_id) if programme and of else None
    if programme is None or of is None or subject is None:
        return missing.layout(screen, snapshot, "missing_page.change")
    words = screen.words
    title = words(f"programmes.change.{change}.title", name=subject.name)
    asked = {"programme_id": programme_id, "change": change, "subject_id": subject_id,
             "publication": manifest_in_force(snapshot)}  # fmt: skip
    above = programme_path(programme_id)
    ways = [(words("programmes.title"), screen.address.to(ABOVE)),
            (screen.name(programme.name), screen.address.to(above))]  # fmt: skip
    way = crumbs(screen, ways, words(f"programmes.change.{change}.act"))
    if screen.address.as_of is not None:
        told = words("programmes.own_past", day=formats.day(snapshot.seen_on, screen.language))
        return Page(title, html.Div([way, page_head(title, told)]), screen)
    form = change_form(screen, of, asked, _choices(screen, snapshot, programme_id, subject_id))
    content = html.Div(
        [
            way,
            page_head(title, words(f"programmes.change.{change}.when")),
            clerk_notice(screen),
            section(words("programmes.today"), html.P(subject.now)),
            section(words("programmes.fill_in"), form, words("programmes.fill_in_note")),
            section(words("programmes.becomes"), _results(screen, f"{change}/{subject_id}")),
        ]
    )
    return Page(title, content, screen)


def _results(screen: Screen, place: str) -> Component:
    return upload_results(screen, "programme_form", place, "programmes.not_looked_yet")


def is_there(snapshot: Snapshot, programme_id: str, change: str, subject_id: str) -> bool:
    """Whether there is such a change of such a thing."""
    of = single_changes().get(change)
    known = {TARGET: _target_ids, TASK: _task_ids}.get(of.subject, _unit_ids) if of else None
    return known is not None and subject_id in known(snapshot, programme_id)


def _target_ids(snapshot: Snapshot, programme_id: str) -> set[str]:
    return {one.target_id for one in changeable_targets(snapshot, programme_id)}


def _task_ids(snapshot: Snapshot, programme_id: str) -> set[str]:
    return {one.task_id for one in changeable_tasks(snapshot, programme_id)}


def _unit_ids(snapshot: Snapshot, programme_id: str) -> set[str]:
    return {one.unit_id for one in office_units(snapshot, programme_id)}


def _subject(screen: Screen, snapshot: Snapshot, programme_id: str, kind: str, subject_id: str) -> Subject | None:
    if kind == TARGET:
        targets = changeable_targets(snapshot, programme_id)
        target = next((one for one in targets if one.target_id == subject_id), None)
        return Subject(target_name(screen, target), target_now(screen, target)) if target else None
    if kind == TASK:
        task = next((one for one in changeable_tasks(snapshot, programme_id) if one.task_id == subject_id), None)
        return Subject(task_name(screen, task), task_now(screen, task)) if task else None
    unit = next((one for one in office_units(snapshot, programme_id) if one.unit_id == subject_id), None)
    return Subject(screen.name(unit.name), screen.name(unit.kind)) if unit else None


def _choices(screen: Screen, snapshot: Snapshot, programme_id: str, subject_id: str) -> Choices:
    day = snapshot.seen_on
    return {
        DOCUMENT: [(one.document_id, " ".join(filter(None, (screen.name(one.title), one.document_number))))
                   for one in programme_documents(snapshot, programme_id)],
        PART: [(one.unit_id, screen.name(one.name)) for one in part_units(snapshot, subject_id)],
        OTHER_TARGET: [(one.target_id, target_name(screen, one)) for one in changeable_targets(snapshot, programme_id)
                       if one.target_id != subject_id and one.ended_kind is None],
        ONE_UNIT: [(one.unit_id, screen.name(one.name)) for one in office_units(snapshot, programme_id)
                   if one.unit_id != subject_id and one.is_there(day)],
        ROLE: [(role, screen.words(f"programmes.role.{role}")) for role in ROLES],
    }  # fmt: skip
