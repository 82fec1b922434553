"""Data quality: what every rule said of this build, where it objects, and which files were read."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.address import data_path
from dashboards.components.quality_tables import checks_table, files_table, findings_list, imports_table
from dashboards.components.sections import page_head, section
from dashboards.components.tables import twin
from dashboards.screen import Page, Screen
from metrics.reading.data_quality import DataQuality, data_quality
from metrics.reading.programme import all_programmes
from metrics.warehouse import Snapshot

PATH = "/quality"
MENU_PLACE = 80
# More source files than these are folded: the page is about what the rules found.
MOST_FILES_SHOWN = 20


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page of the build in force; programme and period do not change it."""
    quality = data_quality(snapshot)
    words = screen.words
    content = html.Div([page_head(words("quality.title"), _summary(screen, quality)), *_body(screen, quality)])
    return Page(words("quality.title"), content, screen, all_programmes(snapshot)[:0])


def _summary(screen: Screen, quality: DataQuality) -> str:
    words = screen.words
    if not quality.checks:
        return words("quality.empty")
    errors = sum(1 for check in quality.failed if check.severity == "error")
    return words(
        "quality.summary",
        count=len(quality.checks),
        passed=len(quality.checks) - len(quality.failed),
        errors=errors,
        warns=len(quality.failed) - errors,
        files=len(quality.files),
    )


def _body(screen: Screen, quality: DataQuality) -> list[Component]:
    words = screen.words
    failed: Component = html.P(words("quality.none_failed"), className="empty")
    if quality.failed:
        failed = checks_table(screen, quality.failed, words("quality.failed"))
    parts = [section(words("quality.failed"), failed, words("quality.severity_note"))]
    if quality.findings:
        note = words("quality.findings_note", count=quality.finding_count, shown=len(quality.findings))
        parts.append(section(words("quality.findings"), findings_list(screen, quality.findings), note))
    if quality.set_aside:
        listed = imports_table(screen, quality.set_aside)
        parts.append(section(words("quality.imports"), listed, words("quality.imports_note")))
    passed = [check for check in quality.checks if check.is_success]
    if passed:
        content = twin(screen, checks_table(screen, passed, words("quality.passed")))
        door = html.A(words("quality.as_data"), href=screen.address.to(data_path("checks")), className="more")
        parts.append(section(words("quality.passed_count", count=len(passed)), html.Div([content, door])))
    files = files_table(screen, quality.files)
    if len(quality.files) > MOST_FILES_SHOWN:
        files = twin(screen, files)
    parts.append(section(words("quality.files_count", count=len(quality.files)), files, words("quality.files_note")))
    return parts
