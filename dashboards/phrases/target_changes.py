"""Words about changes of targets, the same for pages and documents."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards import amounts, formats
from dashboards.phrases.figures import stated_text, stated_unit
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.target_changes import LoweredShare, TargetChange


def change_text(screen: Screen, change: TargetChange, target_id: str) -> str:
    """What a change does, seen from the target `target_id`: from what to what, or into which target."""
    words = screen.words
    if change.change_kind == "withdrawn":
        return words("target_change.withdrawn")
    if change.change_kind == "merged":
        name = change.other_name if change.target_id == target_id else change.name
        key = "merged" if change.target_id == target_id else "merged_here"
        return words(f"target_change.{key}", target=screen.name(name or change.name))
    said = []
    kind = "corrected" if change.change_kind == "corrected" else "adjusted"
    if change.is_other_value:
        values = {"old": _value(screen, change, "old"), "new": _value(screen, change, "new")}
        said.append(words(f"target_change.{kind}", **values))
    if change.old_due_on != change.new_due_on:
        days = {"old": formats.day(change.old_due_on, screen.language)}
        said.append(words(f"target_change.{kind}_due", **days, new=formats.day(change.new_due_on, screen.language)))
    return words("target_change.and").join(said)


def _value(screen: Screen, change: TargetChange, when: str) -> str:
    value, low, high = (getattr(change, f"{when}_target_{edge}") for edge in ("value", "low", "high"))
    if low is not None and high is not None:
        finest = max((stated_unit(edge, change.measure_unit) for edge in (low, high)), key=lambda unit: unit.decimals)
        return amounts.span(low, high, finest, screen.language)
    return stated_text(screen, value, change.measure_unit)


def lowered_text(screen: Screen, share: LoweredShare, targets: Iterable[JudgedTarget]) -> str:
    """How many targets documents have changed, and how many of them they lowered late, by name."""
    words = screen.words
    late = set(share.lowered_late_ids or ())
    names = [screen.name(target.name) for target in targets if target.target_id in late]
    said = words("lowered.changed", count=share.target_count, changed=share.changed_count, lowered=share.lowered_count)
    if not share.lowered_late_count:
        return said + words("lowered.none_late")
    percent = formats.percent(share.lowered_late_pct)
    late_words = words("lowered.late", count=share.lowered_late_count, percent=percent)
    named = words("lowered.named", names=words("lowered.separator").join(names)) if names else ""
    return said + late_words + named
