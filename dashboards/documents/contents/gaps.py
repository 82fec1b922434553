"""What a document has nothing to show for: targets without a figure, tasks without a report, said once and named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Block, Paragraph
from dashboards.phrases.targets import aim_text
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.unit import UnitTask
from metrics.rules.target_kinds import REQUIREMENT


def lacks_figure(target: JudgedTarget) -> bool:
    """Whether no figure on the target's basis is known, so that a table would hold nothing but its aim.

    Where some of those that make it up did report, that is said of it, with how many.
    """
    is_silent = target.part_count == target.part_missing_count
    return target.status == "no_data" and target.actual_value is None and is_silent


def without_figure(wording: Wording, targets: Iterable[JudgedTarget]) -> list[Block]:
    """The targets without a figure, each with what it asks for, in one sentence; nothing when there are none."""
    lacking = [target for target in targets if lacks_figure(target)]
    if not lacking:
        return []
    names = wording.join(
        wording.say("reports.with", unit=wording.screen.name(target.name), detail=wording.set(_asked(wording, target)))
        for target in lacking
    )
    return [Paragraph(wording.say("targets.without_figure", count=len(lacking), names=names))]


def by_lead_units(wording: Wording, lacking: Sequence[JudgedTarget]) -> tuple[str, list[str]]:
    """Why these targets have no judgement, said once, and their names by lead units."""
    groups: dict[str, list[str]] = {}
    for target in lacking:
        leads = wording.join(wording.screen.name(unit.name) for unit in target.lead_units)
        groups.setdefault(leads or wording.say("attention.no_lead"), []).append(level_name(wording, target))
    others = sum(1 for target in lacking if target.different_basis_count)
    other = wording.say("attention.other_basis", count=others) if others else ""
    listed = [
        wording.say("attention.no_data_item", units=units, count=len(names), names=wording.join(names))
        for units, names in groups.items()
    ]
    return wording.say("attention.no_data", other=other), listed


def level_name(wording: Wording, target: JudgedTarget) -> str:
    """A target by name; one inside a task says so."""
    level = wording.say("source", source=wording.screen.words("in_task")) if target.kind == REQUIREMENT else ""
    return wording.screen.name(target.name) + level


def silent(tasks: Iterable[UnitTask]) -> list[UnitTask]:
    """The tasks on which the unit reported nothing for the round."""
    return [task for task in tasks if task.task_status is None]


def task_names(wording: Wording, tasks: Iterable[UnitTask]) -> str:
    """Tasks by number and name, in a row."""
    return wording.join(
        wording.say("tasks.named", number=wording.task_number(task.task_number), name=wording.screen.name(task.name))
        for task in tasks
    )


def _asked(wording: Wording, target: JudgedTarget) -> str:
    sample = wording.provenance("sample") if target.target_provenance == "sample" else ""
    return aim_text(wording.screen, target) + sample
