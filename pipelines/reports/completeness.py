"""What a report leaves out of that which its unit was asked for, and of that which the version before it said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.lookup import Item
from pipelines.register import TASK, Register
from pipelines.reports.report import ReceivedReport
from pipelines.reports.settlement import YES


@dataclass(frozen=True)
class LeftOut:
    """What a report says nothing of: tasks that its unit leads, indicators of its own, tasks that it supports.

    One that leaves out what its unit leads or was given a part of is incomplete.
    """

    lead_tasks: tuple[Item, ...] = ()
    own_indicators: tuple[Item, ...] = ()
    support_tasks: tuple[Item, ...] = ()

    @property
    def missing(self) -> tuple[Item, ...]:
        """What makes the report incomplete."""
        return (*self.lead_tasks, *self.own_indicators)


def left_out(report: ReceivedReport, register: Register) -> LeftOut | None:
    """What `report` leaves out; a nil report leaves out nothing.

    None where it is not known what was asked of it, or where a cell could not be read: that is not an empty one.
    """
    if report.key is None:
        return None
    if any(finding.severity == "error" for finding in report.findings):
        return None
    programme_id, period_id, unit_id = report.key
    if report.rows[0]["is_nil"] == YES:
        return LeftOut()
    said = set(said_items(report))
    asked = [item for item in register.asked_of_unit(unit_id, programme_id, period_id) if item.item_id not in said]
    return LeftOut(
        tuple(item for item in asked if item.kind == TASK),
        tuple(item for item in asked if item.kind != TASK),
        tuple(
            item
            for item in register.items_of_unit(unit_id, programme_id, register.period(period_id))
            if item.kind == TASK and item.item_id not in said and item not in asked
        ),
    )


def said_items(report: ReceivedReport) -> Iterator[str]:
    """The items of which a report says anything; a row that only its prefilled cells fill says nothing."""
    for row in report.rows:
        if row["item_id"] is not None and any(row[column] is not None for column in report.form.said):
            yield str(row["item_id"])


def names(items: tuple[Item, ...]) -> str | None:
    """The items by name, with their number where there are several; None where there are none."""
    listed = "、".join(item.name_zh for item in items)
    return f"{len(items)}项：{listed}" if len(items) > 1 else listed or None
