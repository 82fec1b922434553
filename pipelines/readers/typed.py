"""A cell of a definition as a number or a day; what is neither is None here, and its suite names the cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation


def number_in(text: str | int | None) -> Decimal | None:
    """The number that a cell gives, None where it gives none.

    >>> number_in("0.0378"), number_in(""), number_in("soon")
    (Decimal('0.0378'), None, None)
    """
    try:
        return None if text is None else Decimal(str(text))
    except InvalidOperation:
        return None


def day_in(text: str | int | None) -> date | None:
    """The day that a cell gives, None where it gives none.

    >>> day_in("2025-06-30"), day_in(None), day_in("June")
    (datetime.date(2025, 6, 30), None, None)
    """
    try:
        return None if text is None else date.fromisoformat(str(text))
    except ValueError:
        return None
