"""A difference in words: each thing that is new, changed or ended by its name, each field by its header, old → new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from metrics.sentences import Bilingual
from pipelines.definitions.change_faults import CHANGES, aim_before
from pipelines.definitions.difference import CHANGED, ENDED, NEW, WHOLE, Change, Conflict
from pipelines.definitions.forms import field_words, sheet_tables, tables
from pipelines.definitions.names import names_of, target_label
from pipelines.definitions.things import Fields, Key, Things

_KINDS = {NEW: Bilingual("新增", "new"), CHANGED: Bilingual("变更", "changed"), ENDED: Bilingual("不再", "ended")}
_NOTHING = Bilingual("空", "nothing")
# What follows from other fields, and would only be said twice.
_UNSAID = {"value_as_printed", "sort_order", "seat", "group_code"}


def told(change: Change, before: Things, after: Things) -> Bilingual:
    """A change as a sentence; of one that is new what it amounts to, of a changed one each field.

    >>> before = {("unit", "a"): {"id": "a", "name": "甲", "name_en": "A", "kind": "市"}}
    >>> after = {("unit", "a"): {"id": "a", "name": "甲", "name_en": "A", "kind": "区"}}
    >>> told(Change(("unit", "a"), CHANGED, (("kind", "市", "区"),)), before, after).zh
    '变更 单位“甲”：类别 市 → 区'
    """
    things = before if change.kind == ENDED else after
    halves = []
    for language in ("zh", "en"):
        kind, label = _KINDS[change.kind].in_language(language), named(change.key, things, language)
        said = list(_fields(change, before, after, language))
        joint, stop = ("；", "：") if language == "zh" else ("; ", ": ")
        halves.append(f"{kind} {label}{stop + joint.join(said) if said else ''}")
    return Bilingual(*halves)


def told_conflict(conflict: Conflict, things: Things) -> Bilingual:
    """A conflict as a question: what stood there, what others made of it, what the draft says."""
    label = [named(conflict.key, things, language) for language in ("zh", "en")]
    if conflict.name == WHOLE:
        ended = "mine" if conflict.mine is None else "theirs"
        zh = "本表删去，别人此后改过" if ended == "mine" else "别人已经终止，本表改了它"
        en = "ended here, changed by others since" if ended == "mine" else "ended by others, changed here"
        return Bilingual(f"{label[0]}：{zh}", f"{label[1]}: {en}")
    words = field_words(conflict.key[0], conflict.name)
    three = (conflict.before, conflict.theirs, conflict.mine)
    values = [[_shown(conflict.key, conflict.name, value, things, one) for value in three] for one in ("zh", "en")]
    return Bilingual(
        f"{label[0]}：{words.zh} 取出时为 {values[0][0]}，此后别人改为 {values[0][1]}，本表为 {values[0][2]}",
        f"{label[1]}: {words.en} was {values[1][0]} when taken out, {values[1][1]} since, and is {values[1][2]} here",
    )


def named(key: Key, things: Things, language: str) -> str:
    """What a thing is called in a sentence: its table and its name."""
    word, quotes = tables()[key[0]].words.in_language(language), "“”" if language == "zh" else '""'
    names = [_name((parent, one), things, language) for parent, one in _parts(key)]
    return f"{word}{quotes[0]}{' · '.join(name for name in names if name)}{quotes[1]}".replace('"', ' "', 1)


def _parts(key: Key) -> Iterator[tuple[str, str]]:
    for field, value in zip(tables()[key[0]].key, key[1:], strict=True):
        parent = {"target_id": "target", "task_id": "task"}.get(
            field, "" if field in ("unit_name", "period_id") else key[0]
        )
        yield parent, value


def _name(key: tuple[str, str], things: Things, language: str) -> str:
    table, thing_id = key
    if not table or key not in things:
        return thing_id
    if table == "target":
        return target_label(key, things, language)
    names = list(names_of(key, things))
    return names[1] if language == "en" and len(names) > 1 and table != "measure_unit" else next(iter(names), thing_id)


def _fields(change: Change, before: Things, after: Things, language: str) -> Iterator[str]:
    key = change.key
    if change.kind == NEW:
        for name in _TELLING.get(key[0], ()):
            if (value := after[key].get(name)) not in (None, ""):
                was = _was(key, name, after)
                before_it = f"{_shown(key, name, was, after, language)} → " if was else ""
                said = f"{before_it}{_shown(key, name, value, after, language)}"
                yield f"{field_words(key[0], name).in_language(language)} {said}"
        return
    for name, old, new in change.fields:
        if name not in _UNSAID:
            was = _shown(key, name, old, before, language)
            is_now = _shown(key, name, new, after, language)
            yield f"{field_words(key[0], name).in_language(language)} {was} → {is_now}"


def _was(key: Key, name: str, things: Things) -> str | None:
    """What a change of a target puts another value in the place of; None for all else."""
    read = {"target_value": "value", "target_low": "low", "target_high": "high", "due_on": "due_on"}
    day = str(things.get(key, {}).get("valid_from") or date.min.isoformat())
    if key[0] != CHANGES or name not in read or (span := aim_before(key, things, date.fromisoformat(day))) is None:
        return None
    value = getattr(span.aim, read[name])
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


# Of what is new, the fields that tell what it is.
_TELLING = {
    "programme": ("reporting_cycle", "first_period", "last_period", "rounds"),
    "policy": ("document_number", "validity"), "unit": ("kind",),
    "indicator": ("measure_type", "measure_unit", "aggregation"), "task": ("due_on",),
    "target": ("comparator", "target_value", "target_low", "target_high", "measure_unit", "due_on"),
    "responsibility": ("role", "reports", "valid_from", "valid_to"), "reporter": ("role",),
    "unit_target": ("target_value", "measure_unit"),
    "target_change": ("change_kind", "valid_from", "target_value", "target_low", "target_high", "due_on", "merged_into",
                      "document_id", "section", "reason_zh"),
    "interim_value": ("interim_value", "measure_unit"), "weight": ("weight",), "measure_unit": ("dimension", "factor"),
}  # fmt: skip
_ROLES = {
    "lead": Bilingual("牵头", "lead"), "support": Bilingual("配合", "support"),
    "carries_out": Bilingual("承办", "carries out"),
    "reports_whole": Bilingual("报总数", "reports the whole"), "contributes": Bilingual("报分项", "reports a part"),
    "may_overlap": Bilingual("可能重复", "may overlap"),
}  # fmt: skip


def _shown(key: Key, name: str, value: Any, things: Things, language: str) -> str:
    if value is None or value == "" or value == []:
        return _NOTHING.in_language(language)
    if name == "role" and str(value) in _ROLES:
        return _ROLES[str(value)].in_language(language)
    own = sheet_tables().get(key[0])
    column = next((one for one in own.columns if name in one.feeds), None) if own else None
    if column is not None and column.values:
        return column.word(str(value), language)
    if column is not None and column.table and (column.table, str(value)) in things:
        return _name((column.table, str(value)), things, language)
    if key[0] == "unit" and name in ("names", "successor"):
        value = [_from_day(one, things, language) for one in (value if isinstance(value, list) else [value])]
    if name == "siblings" and isinstance(value, list):
        value = [_name(("indicator", str(one.get("indicator"))), things, language) for one in value]
    if column is not None and column.table and isinstance(value, list):
        value = [_name((column.table, str(one)), things, language) for one in value]
    if isinstance(value, list):
        return (
            "、".join(_entry(one) for one in value) if len(value) <= 6 else f"{_entry(value[0])} … {_entry(value[-1])}"
        )
    return _entry(value)


def _from_day(entry: Any, things: Things, language: str) -> str:
    """A name that a unit bears, or the unit that took over from it, with its day."""
    name = entry.get("name") or _name(("unit", str(entry.get("id"))), things, language)
    day = entry.get("from_day") or ""
    return f"{name}（{day}起）" if language == "zh" else f"{name} (from {day})"


def _entry(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("zh") or value.get("id") or value)
    return str(value)


def counted(changes: list[Change]) -> Fields:
    """How many things of each table are new, changed or ended."""
    numbers: Fields = {}
    for change in changes:
        numbers.setdefault(change.key[0], dict.fromkeys((NEW, CHANGED, ENDED), 0))[change.kind] += 1
    return numbers
