"""What of a round needs attention, as the bulletin tells it: goals, yearly requirements and unit parts, each apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboards.documents.contents import tables
from dashboards.documents.contents.composition import items
from dashboards.documents.contents.gaps import by_lead_units, lacks_figure, level_name
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Block, Heading, Paragraph
from dashboards.phrases.counts import kinds_text, parts_text
from dashboards.phrases.targets import reason_text
from metrics.reading.counts import count_by_kind
from metrics.reading.judged_target import ATTENTION_ORDER, JudgedTarget, UnitPart
from metrics.reading.overview import Overview
from metrics.reading.rows import UnitName
from metrics.rules.target_kinds import PART


def attention_blocks(wording: Wording, view: Overview) -> list[Block]:
    """Goals and yearly requirements by status, the worst first, then what units carry, unit by unit."""
    if not view.needs_attention and not view.parts_needing_attention:
        return [Paragraph(wording.say("attention.none"))]
    blocks: list[Block] = [] if view.needs_attention else [Paragraph(wording.say("attention.parts_only"))]
    for status in ATTENTION_ORDER:
        listed = [target for target in view.needs_attention if target.status == status]
        if listed:
            blocks += [Heading(2, _attention_heading(wording, status, listed)), *_attention_items(wording, listed)]
    return [*blocks, *_parts_attention(wording, view.parts_needing_attention)]


def _attention_heading(wording: Wording, status: str, listed: Sequence[JudgedTarget]) -> str:
    name, kinds = wording.screen.words(f"status.{status}"), wording.set(kinds_text(wording.screen, listed))
    return wording.say("heading.attention_status", status=name, kinds=kinds)


def _parts_attention(wording: Wording, parts: Sequence[UnitPart]) -> list[Block]:
    """What units carry and have not kept, an item for each unit, each part with its figures."""
    if not parts:
        return []
    counts = parts_text(wording.screen, count_by_kind(part.target for part in parts)[PART])
    title = Heading(2, wording.say("heading.attention_parts", parts=wording.set(counts)))
    by_unit = groupby(parts, key=lambda part: part.unit)
    return [title, *items(_unit_item(wording, unit, [part.target for part in own]) for unit, own in by_unit)]


def _unit_item(wording: Wording, unit: UnitName, listed: Sequence[JudgedTarget]) -> str:
    said = [
        wording.say(
            "attention.part" if target.actual_value is not None else "attention.part_without",
            name=wording.screen.name(target.name),
            status=wording.screen.words(f"status.{target.status}"),
            aim=tables.aim(wording, target),
            actual=tables.actual(wording, target),
        )
        for target in listed
    ]
    return wording.say(
        "attention.parts_item", unit=wording.screen.name(unit.name), parts=wording.say("attention.part_next").join(said)
    )


def _attention_items(wording: Wording, listed: Sequence[JudgedTarget]) -> list[Block]:
    lacking = [target for target in listed if lacks_figure(target)]
    if len(lacking) < 2:
        return items(_attention_item(wording, target) for target in listed)
    why, names = by_lead_units(wording, lacking)
    rest = [_attention_item(wording, target) for target in listed if target not in lacking]
    return [Paragraph(why), *items([*names, *rest])]


def _attention_item(wording: Wording, target: JudgedTarget) -> str:
    say, units = wording.say, wording.join(wording.screen.name(unit.name) for unit in target.lead_units)
    return say(
        "attention.item",
        name=level_name(wording, target),
        reason=reason_text(wording.screen, target),
        source=wording.source(target.judged_by),
        leads=say("attention.leads", units=units) if units else "",
    )
