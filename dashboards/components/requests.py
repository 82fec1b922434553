"""What became of a request, as a piece of the page that asked: a sentence of a step or a template, a card of an upload.

The web process draws it each time that `requests.js` asks; what a file says of itself stays text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import unit_path
from dashboards.components import figures
from dashboards.components.aria import aria, data, dressed
from dashboards.components.centres.marks import centre_path
from dashboards.components.tables import stacked_table
from dashboards.screen import Screen
from metrics import clock
from metrics.contract import ASKED
from metrics.sentences import Bilingual

MOST_ROWS = 200
WORKING = "working"

Facts = Mapping[str, Any]
Parts = list[Component]


def answer_line(screen: Screen, answer: Facts | None, has_clerk: bool) -> Component:
    """What the clerk says of a step or a template, and beside it the state."""
    told = sentence(screen, answer, "act", has_clerk)
    return html.P(
        [told, " ", *time_button(screen, answer)] if state_of(answer) == ASKED else told, **data(state=state_of(answer))
    )


def upload_answer(
    screen: Screen,
    request_id: str,
    request: Facts,
    answer: Facts | None,
    has_clerk: bool,
    names: Mapping[str, Bilingual],
) -> Component:
    """The card of an upload as it stands; `names` are those of units, programmes and centres by id."""
    stage, state = sentence(screen, answer, "upload", has_clerk), state_of(answer)
    if answer is None or state == ASKED:
        return upload_card(screen, request["file_name"], state, stage, time_button(screen, answer))
    outcome = answer.get("outcome") or {}
    if state == WORKING:
        # What was found is told at once; that it shows in the figures takes a load.
        found = findings_tables(screen, answer.get("findings") or [], outcome.get("conversions") or [])
        return upload_card(screen, request["file_name"], state, stage, found)
    parts = [
        *_receipt(screen, outcome, state, names),
        *findings_tables(screen, answer.get("findings") or [], outcome.get("conversions") or []),
        _doors(screen, request_id, answer.get("marked"), outcome.get("report")),
        *_hashes(screen, outcome.get("sha256"), request.get("sent_sha256")),
    ]
    is_known = state == "done" and outcome.get("verdict") == "already_received"
    return upload_card(screen, request["file_name"], "already" if is_known else state, stage, parts)


def upload_card(
    screen: Screen, file_name: str, state: str, stage: str | Sequence[figures.Content], parts: Sequence[Component] = (),
    label: str = "",
) -> Component:  # fmt: skip
    """An upload with its state (`label` where it has other words) and what is said of it; under way, a bar."""
    name = html.Strong(file_name, className="upload-name")
    bar = html.Progress(max="100", className="upload-progress", **aria(label=file_name))
    return html.Li(
        [
            html.Div([name, figures.chip(label or screen.words(f"upload.state.{state}"))], className="line-figures"),
            *([bar] if state == WORKING else []),
            html.P(stage, className="upload-stage", role="status"),
            html.Div(list(parts), className="upload-result"),
        ],
        className=f"upload upload-{state}",
        **data(state=state),
    )


def again_button(screen: Screen) -> Component:
    """Chooses a file once more."""
    return dressed(dbc.Button(screen.words("upload.again"), type="button"), **data(again=""))


def time_button(screen: Screen, answer: Facts | None) -> list[Component]:
    """Where the clerk asks about the time: what confirms it, by the name of whoever acts."""
    if answer is None or state_of(answer) != ASKED:
        return []
    label, now = screen.words("act.confirm_time"), clock.now().isoformat(timespec="minutes")
    button = dressed(dbc.Button(label, type="button"), **data(confirm_time=now))
    return [button]


def state_of(answer: Facts | None) -> str:
    """How an answer stands; under way before there is any."""
    return str(answer["state"]) if answer else WORKING


def sentence(screen: Screen, answer: Facts | None, family: str, has_clerk: bool) -> str:
    """What is said of a request by now, or why it waits."""
    if answer and state_of(answer) == ASKED:
        # Not as the clerk wrote it: what is confirmed is the time that it is when somebody reads this.
        last = clock.instant(answer["outcome"]["last_recorded_at"])
        moments = {name: formats.moment(at, screen.language) for name, at in (("last", last), ("now", clock.now()))}
        return screen.words("act.is_time_right", **moments)
    if answer and state_of(answer) != WORKING:
        return said(screen, answer, "said")
    return said(screen, answer or {}, "stage") or screen.words(f"{family}.{'waiting' if has_clerk else 'asleep'}")


def said(screen: Screen, facts: Facts, name: str) -> str:
    """What `facts` says under `name` in the language of the screen."""
    return str(facts.get(f"{name}_{screen.language}") or "")


def _receipt(screen: Screen, outcome: Facts, state: str, names: Mapping[str, Bilingual]) -> Parts:
    report, version = outcome.get("report"), outcome.get("version")
    if not report or not version or state != "done":
        return []
    ids = {"unit": report.get("unit_id") or report.get("centre_id"), "programme": report["programme_id"]}
    # A receipt knows ids only, and a build of before may not know what they are called.
    named = {name: names[one].in_language(screen.language) if one in names else one for name, one in ids.items()}
    named["period"] = screen.period(report["period_id"])
    return [html.P(screen.words("upload.received", version=version, **named), className="upload-receipt")]


def findings_tables(
    screen: Screen, findings: Sequence[Facts], conversions: Sequence[Facts], family: str = "upload"
) -> Parts:
    """Errors, warnings and conversions, each where there are any; what is worst is open; `family` has their titles."""
    errors = [finding for finding in findings if finding["severity"] == "error"]
    warnings = [finding for finding in findings if finding["severity"] != "error"]

    def cells(finding: Facts) -> list[Any]:
        return [finding.get("value"), said(screen, finding, "sentence"), said(screen, finding, "next_step")]

    def read(note: Facts) -> list[Any]:
        return [note.get("received"), note.get("read"), said(screen, note, "how")]

    found, converted = ("place", "value", "sentence", "next_step"), ("place", "was", "read", "how")
    tables = [
        ("errors", "findings findings-error", found, [[_place(screen, one), *cells(one)] for one in errors]),
        ("warnings", "findings findings-warn", found, [[_place(screen, one), *cells(one)] for one in warnings]),
        ("conversions", "findings", converted, [[_place(screen, one), *read(one)] for one in conversions]),
    ]
    words, worst = screen.words, "errors" if errors else "warnings"
    return [
        html.Details(
            _table(screen, words(f"{family}.{name}", count=len(rows)), heads, rows), className=kind, open=name == worst
        )
        for name, kind, heads, rows in tables
        if rows
    ]


def _table(screen: Screen, title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Parts:
    words, left_out = screen.words, len(rows) - MOST_ROWS
    more = [html.P(words("upload.more", count=left_out), className="note")] if left_out > 0 else []
    heads = [words(f"upload.column.{column}") for column in columns]
    shown = [[words("dash") if cell is None else str(cell) for cell in row] for row in rows[:MOST_ROWS]]
    return [html.Summary(title), stacked_table(title, heads, shown), *more]


def _place(screen: Screen, finding: Facts) -> str:
    words = screen.words
    parts = [words("upload.sheet", name=finding["sheet"])] if finding.get("sheet") else []
    if finding.get("row_number"):
        parts.append(words("upload.row", number=finding["row_number"]))
    if finding.get("column_name"):
        parts.append(finding["column_name"])
    return ("，" if screen.language == "zh" else ", ").join(parts) or words("upload.whole_file")


def _doors(screen: Screen, request_id: str, marked: str | None, report: Facts | None) -> Component:
    """The marked copy, the file once more, and the pages that show the report."""
    words, address = screen.words, screen.address
    shown: dict[str, str] = {}
    if report and report.get("centre_id"):
        shown["to_centre"] = address.to(centre_path(report["centre_id"]))
    elif report:
        place = {"programme_id": report["programme_id"], "period_id": report["period_id"]}
        shown["to_unit"] = address.to(unit_path(report["unit_id"]), **place)
        shown["to_round"] = address.to("/round", **place)
    copy = html.A(words("upload.marked"), href=f"/requests/{request_id}/{marked}", className="button", download="")
    doors = [dcc.Link(words(f"upload.{name}"), href=href, className="button") for name, href in shown.items()]
    return html.P([*([copy] if marked else []), again_button(screen), *doors], className="take-away")


def _hashes(screen: Screen, kept: str | None, sent: str | None) -> Parts:
    """The hash that stands in the archive, and whether the page counted the same of what it sent."""
    if not kept:
        return []
    words = screen.words
    is_other = sent is not None and sent != kept
    verdict = "unsent" if sent is None else "other" if is_other else "same"
    shown = {"hash": kept, **({"hash_sent": sent} if is_other else {})}
    lines = [
        html.P([words(f"upload.{name}"), " ", html.Code(hash_)], className="note") for name, hash_ in shown.items()
    ]
    summary = html.Summary(words(f"upload.hash_{verdict}"))
    return [html.Details([summary, *lines], className="upload-hash", open=is_other)]
