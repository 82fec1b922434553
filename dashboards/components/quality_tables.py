"""Verdicts on the data as tables: failed rules, findings, rules that held, and the files."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.tables import Cell, table
from dashboards.screen import Screen
from metrics.reading.data_quality import CheckResult, Finding, SetAsideImport, SourceFile

# Verdict → the shape and hue of the status that it is drawn like.
VERDICT_LOOKS = {"passed": "on_track", "warn": "slightly_behind", "error": "behind"}


def verdict(check: CheckResult) -> str:
    """`passed`, or the severity of the rule that did not hold."""
    return "passed" if check.is_success else check.severity


def verdict_mark(screen: Screen, name: str) -> Component:
    """Shape, word and colour of a verdict."""
    look = VERDICT_LOOKS[name]
    shape = html.Span(className=f"shape shape-{look}", **aria(hidden="true"))
    return html.Span([shape, screen.words(f"verdict.{name}")], className=f"status status-{look}")


def checks_table(screen: Screen, checks: Sequence[CheckResult], caption: str) -> Component:
    """One row per rule."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            html.Span(figures.mixed(screen, screen.name(check.sentence))),
            verdict_mark(screen, verdict(check)),
            html.Code(check.table_name, lang="en"),
            _count(screen, check.checked_count),
            _count(screen, check.unexpected_count),
        ]
        for check in checks
    ]
    names = ("rule", "verdict", "table", "checked", "unexpected")
    return table(caption, [words(f"column.{name}") for name in names], rows)


def _count(screen: Screen, value: int | None) -> str:
    return screen.words("dash") if value is None else f"{value:,}"


def findings_list(screen: Screen, findings: Sequence[Finding]) -> Component:
    """One entry per finding: the place, the value as written, why, and the next step."""
    return html.Ul([html.Li(_finding(screen, finding)) for finding in findings], className="lines")


def _finding(screen: Screen, finding: Finding) -> list[Component]:
    words = screen.words
    place = [finding.file or words("dash")]
    if finding.row_number is not None:
        place.append(words("quality.row", row=finding.row_number))
    if finding.column_name:
        place.append(finding.column_name)
    value = [html.Code(finding.value, lang="zh")] if finding.value else []
    place_text = html.Span(" · ".join(place), lang="zh", className="quoted")
    head = html.Div([verdict_mark(screen, finding.severity), place_text, *value], className="line-figures")
    return [
        head,
        html.P(figures.mixed(screen, screen.name(finding.sentence)), className="line-reason"),
        html.P(figures.mixed(screen, screen.name(finding.next_step)), className="line-source"),
    ]


def imports_table(screen: Screen, imports: Sequence[SetAsideImport]) -> Component:
    """One row per imported statistic that does not count: what it is, why, and who decided."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            html.Span(one.file_name, lang="zh", className="quoted"),
            html.Span([html.Span(one.statistic or words("dash"), lang="zh"), " → ", screen.name(one.indicator)]),
            words(f"import_state.{one.import_state}"),
            formats.moment(one.decided_at, screen.language),
            one.decided_by or words("dash"),
            html.Span(one.decision_reason or words("dash"), lang="zh"),
        ]
        for one in imports
    ]
    names = ("file", "statistic", "import_state", "moment", "actor", "decision_reason")
    return table(words("quality.imports"), [words(f"column.{name}") for name in names], rows)


def files_table(screen: Screen, files: Sequence[SourceFile]) -> Component:
    """One row per file, with its class and its SHA-256."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            html.Code(file.path, lang="zh", className="quoted"),
            figures.provenance_badge(screen, file.provenance) if file.provenance else words("dash"),
            f"{file.byte_count:,}",
            html.Code(file.sha256, className="hash", lang="en"),
        ]
        for file in files
    ]
    names = ("file", "class", "bytes", "hash")
    return table(words("quality.files"), [words(f"column.{name}") for name in names], rows)
