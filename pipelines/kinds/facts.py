"""What the facts of every kind of report share: answers, numbers and days as the rules take them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipelines.lookup import Item
from pipelines.readers.table import Row

Facts = dict[str, object]


def yes(holds: bool) -> str:
    """The answer as a form writes it."""
    return "是" if holds else "否"


def decimal(text: object) -> Decimal | None:
    """The number of a cell that was read."""
    return None if text is None else Decimal(str(text))


def day_or_none(text: object) -> date | None:
    """The day of a cell; None for one that could not be read, which has its own finding."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def days_ahead(row: Row, today: date) -> int | None:
    """So many days the report is dated after today."""
    day = day_or_none(row["submitted_on"])
    return (day - today).days if day else None


def whole_or_not(value: Decimal | None, item: Item | None) -> str | None:
    """The answer whether a count is one of whole things; None where nothing is counted."""
    is_whole = item.is_whole(value) if item is not None and value is not None else None
    return None if is_whole is None else yes(is_whole)
