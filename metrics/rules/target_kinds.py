"""Of which population a judgement is: three kinds of targets that are counted apart and never added up.

A goal is what the document sets for the programme as a whole; a yearly requirement is a figure that it states inside
a task; a unit part is what one unit carries of either.
"""

from __future__ import annotations

GOAL = "goal"
REQUIREMENT = "yearly_requirement"
PART = "unit_part"
TARGET_KINDS = (GOAL, REQUIREMENT, PART)


def target_kind(level: str, unit_id: str | None) -> str:
    """The kind of a judgement by the level of its target and the unit it is of (None for the programme's own).

    >>> target_kind("programme", None), target_kind("task", None), target_kind("task", "sc-kjt")
    ('goal', 'yearly_requirement', 'unit_part')
    """
    if unit_id is not None:
        return PART
    return REQUIREMENT if level == "task" else GOAL
