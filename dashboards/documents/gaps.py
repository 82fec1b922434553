"""What a document has nothing to show for: targets without a figure, tasks without a report, said once and named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboards.components import figures
from dashboards.documents.desk import Desk
from dashboards.documents.paper import Block, Paragraph
from metrics.rules.target_kinds import REQUIREMENT
from metrics.views import JudgedTarget, UnitTask


def lacks_figure(target: JudgedTarget) -> bool:
    """Whether no figure on the target's basis is known, so that a table would hold nothing but its aim.

    Where some of those that make it up did report, that is said of it, with how many.
    """
    is_silent = target.part_count == target.part_missing_count
    return target.status == "no_data" and target.actual_value is None and is_silent


def without_figure(desk: Desk, targets: Iterable[JudgedTarget]) -> list[Block]:
    """The targets without a figure, each with what it asks for, in one sentence; nothing when there are none."""
    lacking = [target for target in targets if lacks_figure(target)]
    if not lacking:
        return []
    names = desk.join(
        desk.say("reports.with", unit=desk.screen.name(target.name), detail=desk.set(_asked(desk, target)))
        for target in lacking
    )
    return [Paragraph(desk.say("targets.without_figure", count=len(lacking), names=names))]


def by_lead_units(desk: Desk, lacking: Sequence[JudgedTarget]) -> tuple[str, list[str]]:
    """Why these targets have no judgement, said once, and their names by lead units."""
    groups: dict[str, list[str]] = {}
    for target in lacking:
        leads = desk.join(desk.screen.name(unit.name) for unit in target.lead_units)
        groups.setdefault(leads or desk.say("attention.no_lead"), []).append(level_name(desk, target))
    others = sum(1 for target in lacking if target.different_basis_count)
    other = desk.say("attention.other_basis", count=others) if others else ""
    listed = [
        desk.say("attention.no_data_item", units=units, count=len(names), names=desk.join(names))
        for units, names in groups.items()
    ]
    return desk.say("attention.no_data", other=other), listed


def level_name(desk: Desk, target: JudgedTarget) -> str:
    """A target by name; one inside a task says so."""
    level = desk.say("source", source=desk.screen.words("in_task")) if target.kind == REQUIREMENT else ""
    return desk.screen.name(target.name) + level


def silent(tasks: Iterable[UnitTask]) -> list[UnitTask]:
    """The tasks on which the unit reported nothing for the round."""
    return [task for task in tasks if task.task_status is None]


def task_names(desk: Desk, tasks: Iterable[UnitTask]) -> str:
    """Tasks by number and name, in a row."""
    return desk.join(
        desk.say("tasks.named", number=desk.task_number(task.task_number), name=desk.screen.name(task.name))
        for task in tasks
    )


def _asked(desk: Desk, target: JudgedTarget) -> str:
    sample = desk.provenance("sample") if target.target_provenance == "sample" else ""
    return figures.aim_text(desk.screen, target) + sample
