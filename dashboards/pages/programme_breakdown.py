"""A breakdown of a programme as the office has it: the file is sent, its words are asked about, it is published."""

from __future__ import annotations

from dash import html

from dashboards.address import programme_path
from dashboards.components.programmes.assigning import sent_for
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.sections import crumbs, page_head, section
from dashboards.components.uploading import upload_form, upload_results
from dashboards.pages import missing
from dashboards.pages.programme import ABOVE, programme_of
from dashboards.screen import Page, Screen
from metrics.warehouse import Snapshot

PATH = "/programmes/<programme_id>/breakdown"


def layout(screen: Screen, snapshot: Snapshot, programme_id: str) -> Page:
    """The page on which the breakdown of one programme is sent."""
    programme = programme_of(snapshot, programme_id)
    if programme is None:
        return missing.layout(screen, snapshot, "missing_page.programme")
    words, name = screen.words, screen.name(programme.name)
    title = words("programmes.breakdown_of", programme=screen.name(programme.short_name))
    above = screen.address.to(programme_path(programme_id))
    ways = [(words("programmes.title"), screen.address.to(ABOVE)), (name, above)]
    form = upload_form(screen, "programmes.breakdown_file", multiple=False)
    steps = html.Ol([html.Li(words(f"programmes.breakdown_step.{step}")) for step in ("send", "assign", "publish")])
    results = upload_results(screen, "programme_breakdown", f"/{programme_id}", headers=sent_for(programme_id))
    content = html.Div(
        [
            crumbs(screen, ways, words("programmes.breakdown")),
            page_head(title, words("programmes.breakdown_summary")),
            clerk_notice(screen),
            section(words("programmes.breakdown_how"), steps),
            section(words("programmes.breakdown_send"), form),
            section(words("upload.results"), results, words("upload.results_note")),
        ]
    )
    return Page(title, content, screen)


def is_there(snapshot: Snapshot, programme_id: str) -> bool:
    """Whether there is such a programme."""
    return programme_of(snapshot, programme_id) is not None
