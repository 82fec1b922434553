"""What became of a workbook or a single change: its preview with the form that publishes it, and the receipt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.aria import data, dressed
from dashboards.components.requests import (
    MOST_ROWS,
    WORKING,
    Facts,
    again_button,
    findings_tables,
    said,
    sentence,
    state_of,
    time_button,
    upload_card,
)
from dashboards.markup import Shape
from dashboards.screen import Screen
from metrics.contract import ASKED
from metrics.rules.standing import LONGEST_REASON
from metrics.sentences import Bilingual

COMPLAINTS = ("nameless", "reasonless", "undecided", "unreachable")
# So many changes are read at a glance; more are folded away.
SEEN_AT_ONCE = 30


def check_answer(screen: Screen, request_id: str, request: Facts, answer: Facts | None, has_clerk: bool) -> Component:
    """The card of a workbook that was looked at: what is wrong or what it changes, and the form that publishes it."""
    words, state = screen.words, state_of(answer)
    message, name = sentence(screen, answer, "upload", has_clerk), request["file_name"]
    if answer is None or state in (WORKING, ASKED):
        return upload_card(screen, name, state, message)
    passes = is_open(answer)
    parts = findings_tables(screen, answer.get("findings") or [], [], "programmes")
    parts += to_publish(screen, request_id, answer)
    marked = answer.get("marked")
    copy = html.A(words("upload.marked"), href=f"/requests/{request_id}/{marked}", className="button", download="")
    parts.append(html.P([*([copy] if marked else []), again_button(screen)], className="take-away"))
    label = "passes" if passes else "same" if state == "done" else state
    return upload_card(screen, name, state, message, parts, words(f"programmes.state.{label}"))


def form_answer(screen: Screen, request_id: str, request: Facts, answer: Facts | None, has_clerk: bool) -> Component:
    """The card of a single change that was looked at; what is wrong stands at its field, and here with a way to it."""
    words, state = screen.words, state_of(answer)
    message, name = sentence(screen, answer, "act", has_clerk), words(f"programmes.change.{request['change']}.act")
    if answer is None or state in (WORKING, ASKED):
        return upload_card(screen, name, state, message)
    parts = [*_faults(screen, answer.get("findings") or []), *to_publish(screen, request_id, answer)]
    label = "passes" if is_open(answer) else "same" if state == "done" else state
    return upload_card(screen, name, state, message, parts, words(f"programmes.state.{label}"))


def _faults(screen: Screen, findings: Sequence[Facts]) -> list[Component]:
    """What is wrong, each with its field, at which `single_change.js` says it too."""
    words = screen.words
    if not findings:
        return []
    lines = []
    for one in findings:
        field = str(one.get("column_name") or "")
        value = words("programmes.of_value", value=one["value"]) if one.get("value") else ""
        said_of = {"value": value, "sentence": said(screen, one, "sentence"), "next": said(screen, one, "next_step")}
        key = f"programmes.field.{field}"
        is_known = key in words.entries
        # What concerns more than the form is found in the definitions as a whole, so its file says where.
        label = words(key) if is_known else f"{one.get('file') or ''} {field}".strip()
        way = html.A(label, href=f"#change-{field}") if is_known else html.Strong(label)
        told = html.Span(words("programmes.fault", **said_of))
        lines.append(html.Li([way, words("programmes.stop"), told], **data(fault=field)))
    return [html.P(words("programmes.faults", count=len(lines)), className="complaint"),
            html.Ul(lines, className="changes faults")]  # fmt: skip


def is_open(answer: Facts) -> bool:
    """Whether what was looked at can be published."""
    outcome = answer.get("outcome") or {}
    return state_of(answer) == "done" and bool(outcome.get("changes") or outcome.get("conflicts"))


def to_publish(screen: Screen, request_id: str, answer: Facts) -> list[Component]:
    """What changes, what it concerns, and the form that publishes it; nothing of what must not be published."""
    if not is_open(answer):
        return []
    outcome = answer["outcome"]
    return [*_changes(screen, outcome), *_concerned(screen, outcome), _form(screen, request_id, outcome)]


def publish_answer(screen: Screen, answer: Facts | None, has_clerk: bool, names: Mapping[str, Bilingual]) -> Component:
    """The card of a publication: under way, refused with the reasons, or done with ways to its programmes."""
    words, state = screen.words, state_of(answer)
    message, name = sentence(screen, answer, "act", has_clerk), words("programmes.publication")
    if answer is None or state in (WORKING, ASKED):
        return upload_card(screen, name, state, message, time_button(screen, answer))
    outcome = answer.get("outcome") or {}
    parts = findings_tables(screen, [_in_files(one) for one in answer.get("findings") or []], [], "programmes")
    if state == "done":
        known = {one: names[one] for one in outcome.get("programmes") or [] if one in names}
        doors = [
            dcc.Link(
                words("programmes.see", programme=screen.name(called)),
                href=screen.address.to("/", programme_id=one, period_id=None),
                className="button",
            )
            for one, called in known.items()
        ]
        parts.append(html.P(doors, className="take-away"))
    else:
        parts.append(html.P(again_button(screen), className="take-away"))
    label = words(f"programmes.state.{'published' if state == 'done' else 'unpublished'}")
    return upload_card(screen, name, state, message, parts, label)


def _in_files(finding: Facts) -> Facts:
    # Found in all that was received, so the file says where.
    if finding.get("sheet"):
        return finding
    return {**finding, "column_name": f"{finding['file']} {finding.get('column_name') or ''}".strip()}


def _changes(screen: Screen, outcome: Facts) -> Iterable[Component]:
    """What is new, changed and ended, each as a list; what changes is open, since it needs the closest look."""
    for kind in ("changed", "ended", "new"):
        lines = [said(screen, change, "words") for change in outcome["changes"] if change["kind"] == kind]
        if lines:
            title = screen.words(f"programmes.{'new_things' if kind == 'new' else kind}", count=len(lines))
            rest = len(lines) - MOST_ROWS
            more = [html.P(screen.words("programmes.more", count=rest), className="note")] if rest > 0 else []
            shown = html.Ul([html.Li(line) for line in lines[:MOST_ROWS]], className="changes")
            is_open = kind != "new" or len(lines) <= SEEN_AT_ONCE
            yield html.Details([html.Summary(title), shown, *more], className="findings", open=is_open)


def _concerned(screen: Screen, outcome: Facts) -> Iterable[Component]:
    """The rounds that the changes concern, and the other programmes."""
    words, joint = screen.words, "、" if screen.language == "zh" else ", "
    if outcome["rounds"]:
        yield html.P(words("programmes.rounds", rounds=joint.join(map(screen.period, outcome["rounds"]))))
    if outcome["others"]:
        others = joint.join(said(screen, one, "words") for one in outcome["others"])
        yield html.P(words("programmes.others", programmes=others), className="complaint")


def _form(screen: Screen, request_id: str, outcome: Facts) -> Component:
    """Conflicts to be settled, the reason, and the one button that publishes; the name stands above the file."""
    words, reason_id = screen.words, f"reason-{request_id}"
    complaints = [html.Span(words(f"programmes.{name}"), hidden=True, **data(when=name)) for name in COMPLAINTS]
    complaints.append(html.Span("", hidden=True, **data(when="answered")))
    named: dict[str, Any] = {"check": request_id, "sha256": outcome["sha256"]}
    button = dressed(
        dbc.Button(words("programmes.publish"), type="button", className="button-first"),
        **data(publish=json.dumps(named)),
    )
    conflicts = [_conflict(screen, request_id, n, one) for n, one in enumerate(outcome["conflicts"], start=1)]
    return html.Div(
        [
            *conflicts,
            dbc.Label(words("programmes.reason"), html_for=reason_id),
            dressed(dbc.Textarea(id=reason_id, rows=2, maxlength=LONGEST_REASON), children=outcome.get("reason") or ""),
            html.P(complaints, className="complaint", hidden=True, role="alert"),
            html.P(button, className="take-away"),
        ],
        className="publish-form",
    )


def _conflict(screen: Screen, request_id: str, number: int, conflict: Facts) -> Component:
    asked = {"type": "radio", "name": f"conflict-{number}-{request_id}", **data(conflict=str(number))}
    choices = [
        dbc.Label([Shape("input", value=side, **asked), html.Span(screen.words(f"programmes.{side}"))],
                  className="act-step")
        for side in ("mine", "theirs")
    ]  # fmt: skip
    return html.Fieldset([html.Legend(said(screen, conflict, "words")), *choices], className="conflict")
