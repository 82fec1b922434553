"""What of a round needs attention, as the bulletin tells it: goals, yearly requirements and unit parts, each apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboards.components import figures
from dashboards.components.targets import counting
from dashboards.documents import tables
from dashboards.documents.composition import items
from dashboards.documents.desk import Desk
from dashboards.documents.gaps import by_lead_units, lacks_figure, level_name
from dashboards.documents.paper import Block, Heading, Paragraph
from metrics.rules.target_kinds import PART
from metrics.views import ATTENTION_ORDER, JudgedTarget, Overview, UnitName, UnitPart, count_by_kind


def attention_blocks(desk: Desk, view: Overview) -> list[Block]:
    """Goals and yearly requirements by status, the worst first, then what units carry, unit by unit."""
    if not view.needs_attention and not view.parts_needing_attention:
        return [Paragraph(desk.say("attention.none"))]
    blocks: list[Block] = [] if view.needs_attention else [Paragraph(desk.say("attention.parts_only"))]
    for status in ATTENTION_ORDER:
        listed = [target for target in view.needs_attention if target.status == status]
        if listed:
            blocks += [Heading(2, _attention_heading(desk, status, listed)), *_attention_items(desk, listed)]
    return [*blocks, *_parts_attention(desk, view.parts_needing_attention)]


def _attention_heading(desk: Desk, status: str, listed: Sequence[JudgedTarget]) -> str:
    name, kinds = desk.screen.words(f"status.{status}"), desk.set(counting.kinds_text(desk.screen, listed))
    return desk.say("heading.attention_status", status=name, kinds=kinds)


def _parts_attention(desk: Desk, parts: Sequence[UnitPart]) -> list[Block]:
    """What units carry and have not kept, an item for each unit, each part with its figures."""
    if not parts:
        return []
    counts = counting.parts_text(desk.screen, count_by_kind(part.target for part in parts)[PART])
    title = Heading(2, desk.say("heading.attention_parts", parts=desk.set(counts)))
    by_unit = groupby(parts, key=lambda part: part.unit)
    return [title, *items(_unit_item(desk, unit, [part.target for part in own]) for unit, own in by_unit)]


def _unit_item(desk: Desk, unit: UnitName, listed: Sequence[JudgedTarget]) -> str:
    said = [
        desk.say(
            "attention.part" if target.actual_value is not None else "attention.part_without",
            name=desk.screen.name(target.name),
            status=desk.screen.words(f"status.{target.status}"),
            aim=tables.aim(desk, target),
            actual=tables.actual(desk, target),
        )
        for target in listed
    ]
    return desk.say(
        "attention.parts_item", unit=desk.screen.name(unit.name), parts=desk.say("attention.part_next").join(said)
    )


def _attention_items(desk: Desk, listed: Sequence[JudgedTarget]) -> list[Block]:
    lacking = [target for target in listed if lacks_figure(target)]
    if len(lacking) < 2:
        return items(_attention_item(desk, target) for target in listed)
    why, names = by_lead_units(desk, lacking)
    rest = [_attention_item(desk, target) for target in listed if target not in lacking]
    return [Paragraph(why), *items([*names, *rest])]


def _attention_item(desk: Desk, target: JudgedTarget) -> str:
    say, units = desk.say, desk.join(desk.screen.name(unit.name) for unit in target.lead_units)
    return say(
        "attention.item",
        name=level_name(desk, target),
        reason=figures.reason(desk.screen, target),
        source=desk.source(target.judged_by),
        leads=say("attention.leads", units=units) if units else "",
    )
