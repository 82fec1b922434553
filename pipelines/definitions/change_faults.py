"""Changes of targets that cannot be, each told at the cell that says so: what a load would refuse as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from expectations.result import Finding
from metrics.rules.revisions import CORRECTED, MERGED, POSTPONED, Aim, Change, Span, of_parts, span_on, spans
from pipelines.definitions.things import Fields, Key, Things
from pipelines.readers.typed import day_in, number_in
from pipelines.readers.wording import reading_finding

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entered, Origin

CHANGES = "target_change"


def change_faults(entered: Entered, file: str) -> Iterator[Finding]:
    """What is wrong with the changes of targets that a workbook or a form enters, by what else is declared."""
    for key, origin in entered.origins.items():
        if key[0] == CHANGES and ("target", key[1]) in entered.things:
            for rule_id, column, facts in _faults(key, entered.things):
                yield _found(rule_id, origin, column, file, facts)


def _found(rule_id: str, origin: Origin, column: str, file: str, facts: dict[str, Any]) -> Finding:
    row = origin.row
    place = file, row.place(column), row.header(column)
    return reading_finding(rule_id, *place, sheet=row.sheet, value=row.text(column) or None, **facts)


def _faults(key: Key, things: Things) -> Iterator[tuple[str, str, dict[str, Any]]]:
    fields, target = things[key], things["target", key[1]]
    kind, since, due = fields.get("change_kind"), day_in(fields.get("valid_from")), day_in(fields.get("due_on"))
    if fields.get("merged_into") == key[1]:
        yield "change.itself", "merged_into", {}
    is_range, has_edges = target.get("comparator") == "range", bool(fields.get("target_low"))
    if is_range and fields.get("target_value") and not has_edges and not key[2]:
        yield "change.range", "value", {}
    if not is_range and has_edges:
        yield "change.no_range", "value", {}
    before = aim_before(key, things, since) if since else None
    if since is None or before is None or kind == CORRECTED:
        return
    if before.ended and before.ended.valid_from:
        yield "change.ended", "valid_from", {"was": before.ended.valid_from.isoformat()}
    elif kind == POSTPONED and due and due <= before.aim.due_on:
        yield "change.not_later", "due_on", {"was": before.aim.due_on.isoformat()}
    elif since > max(before.aim.due_on, due or date.min):
        yield "change.after_due", "valid_from", {"was": before.aim.due_on.isoformat()}
    into = aim_before((CHANGES, str(fields.get("merged_into")), "", ""), things, since) if kind == MERGED else None
    if into is not None and into.ended:
        yield "change.ended", "merged_into", {"was": (into.ended.valid_from or since).isoformat()}


def aim_before(key: Key, things: Things, day: date) -> Span | None:
    """What would hold on a day of the target, or the unit's part of it, that a change is of, without that change."""
    target = things.get(("target", key[1]), {})
    due = day_in(target.get("due_on"))
    if due is None:
        return None
    own = [_change(fields) for one, fields in things.items()
           if one[0] == CHANGES and one[1:3] == key[1:3] and one != key]  # fmt: skip
    if key[2]:
        whole = [_change(fields) for one, fields in things.items() if one[:3] == (CHANGES, key[1], "")]
        own = [*of_parts(whole), *own]
    part = next((fields for one, fields in things.items() if one[:3] == ("unit_target", *key[1:3])), {})
    entered = part if key[2] else target
    value, low, high = (number_in(entered.get(f"target_{name}")) for name in ("value", "low", "high"))
    return span_on(spans(Aim(value, due, low, high), own), day)


def _change(fields: Fields) -> Change:
    return Change(
        str(fields.get("change_kind")), day_in(fields.get("valid_from")), number_in(fields.get("target_value")),
        number_in(fields.get("target_low")), number_in(fields.get("target_high")), day_in(fields.get("due_on")),
        fields.get("merged_into"),
    )  # fmt: skip
